package dev.cooper.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.cluster.Testbed;
import dev.cooper.demo.SecretMount;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.RunningEndpoint;
import dev.cooper.harness.TestAccount;
import dev.cooper.harness.TestCertificate;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Processes that know nothing but the ConfigMap and a projected token, and live through a rotation after which the key
 * before is refused; docs/access-keys.md has the table.
 */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set by start()
class PodRefreshTest {
    private static final String MOUNT_PATH = "/var/run/secrets/storage.cooper.dev";

    private static final String BOTO3 = """
            import boto3, sys
            session = boto3.session.Session()
            client = session.client('s3')
            for line in sys.stdin:
                try:
                    client.put_object(Bucket=sys.argv[1], Key='boto3', Body=b'hello')
                    outcome = 'taken'
                except Exception as e:
                    outcome = 'refused'
                    print(e, file=sys.stderr)
                print(outcome, session.get_credentials().get_frozen_credentials().access_key, flush=True)
            """;

    /** The CLI is a process for each command; its log tells by which key it signed. */
    private static final String AWS_CLI = """
            while read -r line; do
              if log=$("$AWS" --debug s3api put-object --bucket "$0" --key cli 2>&1); then outcome=taken; else outcome=refused; fi
              echo "$outcome $(grep -o 'Credential=[0-9A-Za-z]*' <<<"$log" | tail -n 1 | cut -d = -f 2)"
            done
            """;

    private Path folder;

    private TestCertificate certificate;
    private RunningEndpoint endpoint;
    private OperatorHarness cooper;
    private TestAccount app;
    private Path mount;
    private String bucket;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        certificate = TestCertificate.in(folder.resolve("certificate"));
        endpoint = RunningEndpoint.start(certificate);
        cooper = OperatorHarness.start(endpoint);
        app = TestAccount.create(cooper.admin(), cooper.namespace(), "app");
        bucket = cooper.bucketName("refreshed");
        cooper.bucket(bucket, "");
        cooper.awaitReason(Bucket.class, bucket, "Ready");
        mount = folder.resolve("mount");
    }

    @AfterAll
    void stop() {
        cooper.close();
        endpoint.close();
    }

    /** With no overlap the key before is revoked at once; boto3 takes up a session from 15 minutes before the end. */
    @ParameterizedTest
    @CsvSource({
        "java,  containerCredentials, keystoneEc2",
        "boto3, webIdentity,          keystoneEc2",
        "boto3, webIdentity,          stsWebIdentity",
        "cli,   webIdentity,          keystoneEc2",
        "cli,   webIdentity,          stsWebIdentity",
    })
    void aProcessGoesOnWithTheNextKey(String program, String format, String source) throws Exception {
        rotateUnder(program, format, source, (answer, second) -> answer.equals("taken " + second));
    }

    /** The SDK for Java keeps a session until it nears its end; the one before a rotation is good until then. */
    @ParameterizedTest
    @CsvSource({"containerCredentials", "webIdentity"})
    void javaGoesOnWithItsSession(String format) throws Exception {
        rotateUnder("java", format, "stsWebIdentity", (answer, second) -> answer.startsWith("taken "));
    }

    /** What the process tells after a rotation must come to what is expected, given the id of the key then in force. */
    private void rotateUnder(String program, String format, String source, BiPredicate<String, String> expected)
            throws Exception {
        String name = "%s-%s-%s".formatted(program, format, source).toLowerCase(Locale.ROOT);
        String first = apply(name, format, source, "a");
        mountToken(name);
        Process process = start(program, environment(name));
        try (PrintWriter input = new PrintWriter(process.getOutputStream(), true, UTF_8);
                BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            awaitAnswer(input, output, answer -> answer.equals("taken " + first));
            String second = apply(name, format, source, "b");
            assertThat(second).isNotEqualTo(first);
            awaitAnswer(input, output, answer -> expected.test(answer, second));
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }

    /** SDKs give up on a slow answer after a second. */
    private static void awaitAnswer(PrintWriter input, BufferedReader output, Predicate<String> expected) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> expected.test(ask(input, output)));
    }

    private static String ask(PrintWriter input, BufferedReader output) throws IOException {
        input.println();
        return output.readLine();
    }

    /** The id of the key that then is in force. */
    private String apply(String name, String format, String source, String trigger) {
        cooper.accessKey(name, """
                source: %s
                allowBroad: true
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: %s, formats: [%s]}
                credentialsEndpoint: {serviceAccounts: [app]}
                %s
                """.formatted(
                        source,
                        bucket,
                        name,
                        format,
                        source.equals("keystoneEc2")
                                ? "rotation: {overlap: 0s, trigger: %s}".formatted(trigger)
                                : "rotation: {trigger: %s}\ndurationSeconds: 900".formatted(trigger)));
        return Objects.requireNonNull(cooper.await(
                        AccessKey.class,
                        name,
                        key -> OperatorHarness.isReady(key)
                                && trigger.equals(key.statusOrEmpty().rotationTrigger())
                                && key.statusOrEmpty().previousKeyID() == null)
                .statusOrEmpty()
                .keyID());
    }

    /** As a kubelet projects a token, and the ConfigMap's ca.crt beside it. */
    private void mountToken(String name) throws IOException {
        SecretMount.write(
                new SecretBuilder()
                        .addToData("token", base64(app.token(RunningEndpoint.AUDIENCE)))
                        .addToData(
                                "ca.crt",
                                base64(Objects.requireNonNull(
                                        configMap(name).getData().get("ca.crt"))))
                        .build(),
                mount);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private ConfigMap configMap(String name) {
        return Objects.requireNonNull(cooper.admin()
                .configMaps()
                .inNamespace(cooper.namespace())
                .withName(name)
                .get());
    }

    /** That of envFrom, with the mount where this test has it. */
    private Map<String, String> environment(String name) {
        Map<String, String> environment = new TreeMap<>();
        configMap(name)
                .getData()
                .forEach((variable, value) -> environment.put(variable, value.replace(MOUNT_PATH, mount.toString())));
        assertThat(environment.keySet())
                .noneMatch(variable -> variable.startsWith("AWS_ACCESS_KEY") || variable.startsWith("AWS_SECRET"));
        return environment;
    }

    private Process start(String program, Map<String, String> environment) throws IOException {
        Path bin = Path.of(Testbed.run("python/install"), "bin");
        List<String> command =
                switch (program) {
                    case "boto3" -> List.of(bin.resolve("python").toString(), "-c", BOTO3, bucket);
                    case "cli" -> List.of("bash", "-c", AWS_CLI, bucket);
                    case "java" ->
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Djavax.net.ssl.trustStore=" + certificate.trustStore(),
                                "-Djavax.net.ssl.trustStorePassword=" + TestCertificate.PASSWORD,
                                "-cp",
                                "target/test-classes:" + Files.readString(Path.of("target", "test.classpath")),
                                JavaClient.class.getName(),
                                bucket);
                    default -> throw new IllegalArgumentException(program);
                };
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("AWS_"));
        builder.environment().putAll(environment);
        builder.environment().put("AWS_CA_BUNDLE", mount.resolve("ca.crt").toString());
        builder.environment().put("AWS", bin.resolve("aws").toString());
        return builder.start();
    }
}
