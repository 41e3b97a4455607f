package dev.cooper.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.cluster.Testbed;
import dev.cooper.demo.SecretMount;
import dev.cooper.harness.RunningEndpoint;
import dev.cooper.harness.TestAccount;
import dev.cooper.harness.TestCertificate;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A process that knows nothing but an AccessKey's ConfigMap and a projected token, and puts an object whenever it is asked
 * to.
 */
public final class FetchingPod implements AutoCloseable {
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

    private final Process process;
    private final PrintWriter input;
    private final BufferedReader output;

    private FetchingPod(Process process) {
        this.process = process;
        this.input = new PrintWriter(process.getOutputStream(), true, UTF_8);
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /** What the process is. */
    public enum Program {
        BOTO3,
        AWS_CLI,
        JAVA
    }

    /**
     * Starts one.
     *
     * @param mount where it is to have what a kubelet mounts
     * @param configMap the name of the AccessKey's ConfigMap
     */
    public static FetchingPod start(
            Program program,
            TestAccount account,
            TestCertificate certificate,
            Path mount,
            String configMap,
            String bucket)
            throws IOException {
        Map<String, String> variables = Objects.requireNonNull(account.admin()
                        .configMaps()
                        .inNamespace(account.namespace())
                        .withName(configMap)
                        .get())
                .getData();
        mountToken(account, Objects.requireNonNull(variables.get("ca.crt")), mount);
        Path bin = Path.of(Testbed.run("python/install"), "bin");
        List<String> command =
                switch (program) {
                    case BOTO3 -> List.of(bin.resolve("python").toString(), "-c", BOTO3, bucket);
                    case AWS_CLI -> List.of("bash", "-c", AWS_CLI, bucket);
                    case JAVA ->
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Djavax.net.ssl.trustStore=" + certificate.trustStore(),
                                "-Djavax.net.ssl.trustStorePassword=" + TestCertificate.PASSWORD,
                                "-cp",
                                "target/test-classes:" + Files.readString(Path.of("target", "test.classpath")),
                                JavaClient.class.getName(),
                                bucket);
                };
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("AWS_"));
        builder.environment().putAll(environment(variables, mount));
        builder.environment().put("AWS_CA_BUNDLE", mount.resolve("ca.crt").toString());
        builder.environment().put("AWS", bin.resolve("aws").toString());
        return new FetchingPod(builder.start());
    }

    /** As a kubelet projects a token, and the ConfigMap's ca.crt beside it. */
    private static void mountToken(TestAccount account, String authority, Path mount) throws IOException {
        SecretMount.write(
                new SecretBuilder()
                        .addToData("token", base64(account.token(RunningEndpoint.AUDIENCE)))
                        .addToData("ca.crt", base64(authority))
                        .build(),
                mount);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    /** That of envFrom, with the mount where this test has it. */
    private static Map<String, String> environment(Map<String, String> variables, Path mount) {
        Map<String, String> environment = new TreeMap<>();
        variables.forEach((variable, value) -> environment.put(variable, value.replace(MOUNT_PATH, mount.toString())));
        assertThat(environment.keySet())
                .noneMatch(variable -> variable.startsWith("AWS_ACCESS_KEY") || variable.startsWith("AWS_SECRET"));
        return environment;
    }

    /** Whether the store took an object, and by which key it was signed: "taken" or "refused", and the key's id. */
    public String put() throws IOException {
        input.println();
        return output.readLine();
    }

    @Override
    public void close() throws IOException {
        input.close();
        try {
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
            output.close();
        }
    }
}
