package dev.cooper.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A replica of the chart's Deployment, as a plain process: its environment, its ServiceAccount, its probes. */
final class OperatorPod implements AutoCloseable {
    static final String CREDENTIALS_HOST = "cooper-credentials.cooper-system.svc";
    static final String CREDENTIALS_MOUNT = "/etc/cooper/credentials";
    private static final Pattern LISTENING = Pattern.compile("Listening on: http://[^:]+:(\\d+)");
    private static final Pattern HANDING_OUT = Pattern.compile("Pods fetch keys on port (\\d+)");
    private static final Pattern STATUS_PAGE = Pattern.compile("The status page is at http://[^:]+:(\\d+)");
    private static final Tool CURL = new Tool(List.of("curl", "--silent", "--show-error", "--max-time", "10"));
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String name;
    private final Process process;
    private final Path log;
    private final JsonNode container;
    private final Tool commands;

    private OperatorPod(String name, Process process, Path log, JsonNode container, Tool commands) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.container = container;
        this.commands = commands;
    }

    /** What is run where nothing else is said: what {@code make build} makes. */
    static List<String> packaged() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@deploy/java.options",
                "-jar",
                "target/quarkus-app/quarkus-run.jar");
    }

    static OperatorPod start(String name, Installation installation, List<String> command) throws IOException {
        return start(name, installation, command, new Chart().render(), Map.of());
    }

    /**
     * Starts a replica of another rendering.
     *
     * @param mounts where this process has what the Pod has mounted, by the path there
     */
    static OperatorPod start(
            String name, Installation installation, List<String> command, String rendering, Map<String, Path> mounts)
            throws IOException {
        JsonNode container =
                Chart.manifest(rendering, "Deployment cooper-system/cooper").at("/spec/template/spec/containers/0");
        Path log = Path.of("target", name + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        Map<String, String> environment = builder.environment();
        for (JsonNode variable : container.path("env")) {
            String value = value(name, variable);
            for (Map.Entry<String, Path> mount : mounts.entrySet()) {
                value = value.replace(mount.getKey(), mount.getValue().toString());
            }
            environment.put(variable.path("name").asText(), value);
        }
        // In a Pod these would be the mounted token, and an address of the Pod's own.
        environment.put("KUBECONFIG", kubeconfig(name, installation).toString());
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", "0");
        environment.put("COOPER_CREDENTIALS_HOST", "127.0.0.1");
        environment.put("COOPER_CREDENTIALS_PORT", "0");
        environment.computeIfPresent("COOPER_STATUS_PAGE_PORT", (_, _) -> "0");
        List<String> commands = new ArrayList<>(List.of("env"));
        for (String variable : List.of("KUBECONFIG", "POD_NAMESPACE")) {
            commands.add(variable + "=" + environment.get(variable));
        }
        commands.addAll(command);
        OperatorPod pod = new OperatorPod(name, builder.start(), log, container, new Tool(commands));
        Runtime.getRuntime().addShutdownHook(new Thread(pod::close));
        return pod;
    }

    private static String value(String name, JsonNode variable) {
        return switch (variable.at("/valueFrom/fieldRef/fieldPath").asText()) {
            case "metadata.name" -> name;
            case "metadata.namespace" -> Chart.NAMESPACE;
            case "" -> variable.path("value").asText();
            default -> throw new IllegalStateException("not known here: " + variable);
        };
    }

    private static Path kubeconfig(String name, Installation installation) throws IOException {
        Path file = Path.of("target", name + ".kubeconfig").toAbsolutePath();
        return Files.writeString(
                file,
                Files.readString(installation.cluster().kubeconfig())
                        .replaceAll("token: .*", "token: " + installation.operatorToken()));
    }

    String name() {
        return name;
    }

    /** Waits until a probe of the Deployment succeeds. */
    void awaitProbe(String probe) {
        Awaitility.await(name + ": " + probe)
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .failFast(name + " ended; see " + log, () -> !process.isAlive())
                .until(() -> answers(probe));
    }

    private boolean answers(String probe) throws IOException, InterruptedException {
        Optional<Integer> port = port();
        if (port.isEmpty()) {
            return false;
        }
        String path = container.at("/" + probe + "/httpGet/path").asText();
        HttpResponse<String> response = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port.get(), path)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return response.statusCode() == 200 && response.body().contains("\"status\": \"UP\"");
    }

    /** Where probes and metrics are answered; empty before. */
    Optional<Integer> port() throws IOException {
        return port(LISTENING);
    }

    /** Fetches a key as a pod does, by the name of the Service. */
    Tool.Run fetch(String path, String token, Path authority) throws IOException {
        int port = credentialsPort().orElseThrow();
        return CURL.tryOn(
                "",
                "--resolve",
                "%s:%d:127.0.0.1".formatted(CREDENTIALS_HOST, port),
                "--cacert",
                authority.toString(),
                "--header",
                "Authorization: " + token,
                "https://%s:%d%s".formatted(CREDENTIALS_HOST, port, path));
    }

    /** What the status page shows to whom this token belongs to. */
    Tool.Run status(String token) throws IOException {
        return CURL.tryOn(
                "",
                "--fail-with-body",
                "--header",
                "Authorization: Bearer " + token,
                "http://127.0.0.1:%d/api/status".formatted(port(STATUS_PAGE).orElseThrow()));
    }

    /** Runs one of the program's commands beside it, as {@code kubectl exec} does. */
    Tool.Run exec(String... arguments) {
        return commands.tryOn("", arguments);
    }

    /** The TCP ports that it listens on, as the kernel tells: proc(5) and proc_pid_net(5). */
    Set<Integer> listening() throws IOException {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        Set<String> sockets = new HashSet<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(proc.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                sockets.add(Files.readSymbolicLink(descriptor).toString());
            }
        }
        Set<Integer> ports = new TreeSet<>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(proc.resolve("net").resolve(table))) {
                String[] columns = line.strip().split("\\s+", -1);
                if (columns[3].equals("0A") && sockets.contains("socket:[" + columns[9] + "]")) {
                    ports.add(Integer.parseInt(columns[1].substring(columns[1].indexOf(':') + 1), 16));
                }
            }
        }
        return ports;
    }

    /** Where pods fetch keys; empty where it is off, or not on yet. */
    Optional<Integer> credentialsPort() throws IOException {
        return port(HANDING_OUT);
    }

    private Optional<Integer> port(Pattern told) throws IOException {
        Matcher matcher = told.matcher(Files.readString(log));
        return matcher.find() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
    }

    /** Asks it to end, as Kubernetes does; false when Kubernetes would have had to kill it. */
    boolean endsInTime(Duration grace) throws InterruptedException {
        process.destroy();
        return process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean endsByItself(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 1;
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
