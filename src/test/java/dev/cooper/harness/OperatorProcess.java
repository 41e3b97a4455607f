package dev.cooper.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The packaged operator, as a process of its own. */
public final class OperatorProcess implements AutoCloseable {
    private static final String STARTED = "Cooper handles events ";
    /** Another runtime or place of the packaged operator, such as those of an image, may be told. */
    private static final String JAVA = System.getProperty(
            "operator.java",
            Path.of(System.getProperty("java.home"), "bin", "java").toString());

    private static final Path APP = Path.of(System.getProperty("operator.app", "target/quarkus-app"));

    private final Process process;
    private final Path log;

    private OperatorProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts it as in a Pod, with the JVM's options of an installation, and further ones.
     *
     * @param kubeconfig names by a token who the operator is to be
     */
    public static OperatorProcess start(Path kubeconfig, Path log, String... options) throws IOException {
        Path mounted = log.resolveSibling(log.getFileName() + "-serviceaccount");
        return start(PodEnvironment.of(kubeconfig, mounted), log, options);
    }

    /**
     * Starts it with the JVM's options of an installation, and further ones.
     *
     * @param environment from which it knows the cluster
     */
    public static OperatorProcess start(Map<String, String> environment, Path log, String... options)
            throws IOException {
        Files.deleteIfExists(log);
        List<String> command = new ArrayList<>(List.of(
                JAVA,
                "@" + Path.of("deploy", "java.options"),
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=0"));
        command.addAll(aotCache());
        command.addAll(List.of(options));
        command.addAll(List.of("-jar", APP.resolve("quarkus-run.jar").toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("POD_NAMESPACE", OperatorHarness.OPERATOR_NAMESPACE);
        OperatorProcess operator = new OperatorProcess(builder.start(), log);
        Runtime.getRuntime().addShutdownHook(new Thread(operator::close));
        return operator;
    }

    /** With -Daot.record=true the run trains the cache that later ones start from. */
    private static List<String> aotCache() {
        Path cache = APP.resolve("app.aot");
        if (isRecording()) {
            return List.of("-XX:AOTCacheOutput=" + cache);
        }
        return Files.exists(cache) ? List.of("-XX:AOTCache=" + cache) : List.of();
    }

    private static boolean isRecording() {
        return Boolean.getBoolean("aot.record");
    }

    /** Waits until it handles events; tells how long its start took, in its own words. */
    public String awaitStart() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .failFast("the operator ended; see " + log, () -> !process.isAlive())
                .until(this::startLine, Optional::isPresent)
                .orElseThrow();
    }

    /** Memory that the process has in use, as the kernel counts it. */
    public long residentBytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(kib -> Long.parseLong(kib) * 1024)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Optional<String> startLine() throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(STARTED) && line.contains(";"))
                    .map(line -> line.substring(line.indexOf(STARTED), line.indexOf(';')))
                    .findFirst();
        }
    }

    /** Ends it as a crash does, with no chance to say goodbye. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Sends it a signal, such as STOP or CONT. */
    public void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IllegalStateException("kill -" + name + " exited with " + exit);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(isRecording() ? 120 : 5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
