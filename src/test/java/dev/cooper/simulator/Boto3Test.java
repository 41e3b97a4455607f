package dev.cooper.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The simulator under boto3 1.35.99, a client that shares no code with this project. The interpreter is the one of the
 * system property or environment variable COOPER_PYTHON, or of the environment that {@code testbed/python/install}
 * makes.
 */
class Boto3Test {
    private static String output = "";
    private static int exitCode = -1;
    private static List<RecordedRequest> requests = List.of();

    @BeforeAll
    static void runTheScript() throws IOException, InterruptedException, URISyntaxException {
        try (KakaoCloudSimulator simulator = KakaoCloudSimulator.start()) {
            ProcessBuilder script = new ProcessBuilder(python(), "-B", script().toString()).redirectErrorStream(true);
            script.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
            script.environment().putAll(environment(simulator));
            Process process = script.start();
            process.getOutputStream().close();
            output = new String(process.getInputStream().readAllBytes(), UTF_8);
            exitCode = process.waitFor();
            requests = simulator.requests();
        }
    }

    @Test
    void everyCheckOfTheScriptPasses() {
        assertThat(exitCode).describedAs(output).isZero();
    }

    @Test
    void theScriptUsedEverySupportedOperationWithSuccess() {
        Set<String> worked = names(request -> request.status() / 100 == 2);

        assertThat(worked)
                .containsAll(pageNames(operation -> operation.supported()
                        && operation != Operation.ASSUME_ROLE_WITH_WEB_IDENTITY)); // no S3 client has it
    }

    @Test
    void theScriptTriedEveryUnsupportedOperationAndNoneWorked() {
        Set<String> tried = names(request -> true);
        Set<String> unsupported = pageNames(operation ->
                !operation.supported() && operation != Operation.SECURITY_TOKEN_SERVICE); // no S3 client has it

        assertThat(tried).containsAll(unsupported);
        assertThat(requests)
                .filteredOn(request -> unsupported.contains(request.operation()))
                .allSatisfy(request -> {
                    assertThat(request.status()).isIn(405, 501);
                    assertThat(request.supported()).isFalse();
                });
    }

    private static Set<String> names(Predicate<RecordedRequest> which) {
        return requests.stream()
                .filter(which)
                .map(RecordedRequest::operation)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> pageNames(Predicate<Operation> which) {
        return Arrays.stream(Operation.values())
                .filter(which)
                .map(Operation::pageName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, String> environment(KakaoCloudSimulator simulator) {
        String otherUser = simulator.addUser("other");
        Map<String, String> environment = new TreeMap<>();
        environment.put("SIM_ENDPOINT", simulator.endpoint().toString());
        environment.put("SIM_REGION", simulator.region());
        environment.put("SIM_PROJECT", simulator.projectId());
        environment.put("SIM_USER", simulator.userId());
        environment.put("SIM_OTHER_USER", otherUser);
        put(environment, "SIM", simulator.createEc2Key(simulator.userId()));
        put(environment, "SIM_OTHER", simulator.createEc2Key(otherUser));
        SessionCredentials session = simulator.createSession(simulator.userId(), Duration.ofHours(1));
        environment.put("SIM_SESSION_ACCESS_KEY_ID", session.accessKeyId());
        environment.put("SIM_SESSION_SECRET_ACCESS_KEY", session.secretAccessKey());
        environment.put("SIM_SESSION_SESSION_TOKEN", session.sessionToken());
        return environment;
    }

    private static void put(Map<String, String> environment, String prefix, Ec2Key key) {
        environment.put(prefix + "_ACCESS_KEY_ID", key.access());
        environment.put(prefix + "_SECRET_ACCESS_KEY", key.secret());
    }

    private static Path script() throws URISyntaxException {
        URL script = Objects.requireNonNull(Boto3Test.class.getResource("/boto3/check.py"));
        return Path.of(script.toURI());
    }

    private static String python() throws IOException, InterruptedException {
        String given = System.getProperty("COOPER_PYTHON", System.getenv().getOrDefault("COOPER_PYTHON", ""));
        if (!given.isEmpty()) {
            return given;
        }
        Path install = Path.of(System.getProperty("user.dir"), "testbed", "python", "install");
        Process process = new ProcessBuilder(install.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        List<String> lines = new String(process.getInputStream().readAllBytes(), UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).describedAs("%s", lines).isZero();
        return Path.of(lines.getLast().strip(), "bin", "python").toString();
    }
}
