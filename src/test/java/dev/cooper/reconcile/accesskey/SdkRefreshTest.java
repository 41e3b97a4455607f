package dev.cooper.reconcile.accesskey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.cluster.Testbed;
import dev.cooper.demo.SecretMount;
import dev.cooper.harness.OperatorHarness;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSupplier;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Which clients take up a rotated key from a mounted Secret by themselves; docs/access-keys.md has the table. */
@SuppressWarnings("NullAway.Init") // set by start()
class SdkRefreshTest {
    /** On each line of its input, puts an object by the client that it began with, and by a new session. */
    private static final String BOTO3 = """
            import boto3, sys
            def put(client):
                try:
                    client.put_object(Bucket=sys.argv[1], Key='boto3', Body=b'hello')
                    return 'taken'
                except Exception as e:
                    return 'refused'
            old = boto3.session.Session().client('s3')
            for line in sys.stdin:
                print(put(old), put(boto3.session.Session().client('s3')), flush=True)
            """;

    @TempDir
    private Path mount;

    private OperatorHarness cooper;
    private String bucket;

    @BeforeEach
    void start() throws IOException {
        cooper = OperatorHarness.start();
        bucket = cooper.bucketName("refresh");
        cooper.bucket(bucket, "");
        cooper.awaitReason(Bucket.class, bucket, "Ready");
        apply("a");
        mountSecret();
    }

    @AfterEach
    void stop() {
        cooper.close();
    }

    private AccessKey apply(String trigger) {
        cooper.accessKey("key", """
                source: keystoneEc2
                allowBroad: true
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: key, formats: [env, credentialsFile]}
                rotation: {overlap: 0s, trigger: %s}
                """.formatted(bucket, trigger));
        return cooper.awaitReason(AccessKey.class, "key", "Ready");
    }

    /** As a kubelet does at first, and when the Secret has changed. */
    private void mountSecret() throws IOException {
        SecretMount.write(
                Objects.requireNonNull(cooper.admin()
                        .secrets()
                        .inNamespace(cooper.namespace())
                        .withName("key")
                        .get()),
                mount);
    }

    /** Afterwards the key before it is refused. */
    private void rotate() throws IOException {
        String first = Objects.requireNonNull(Objects.requireNonNull(cooper.get(AccessKey.class, "key"))
                .statusOrEmpty()
                .keyID());
        apply("b");
        cooper.await(
                AccessKey.class,
                "key",
                key -> !first.equals(key.statusOrEmpty().keyID())
                        && key.statusOrEmpty().previousKeyID() == null
                        && OperatorHarness.isReady(key));
        mountSecret();
    }

    @Test
    void theJavaSdkTakesUpTheNewFile() throws IOException {
        try (ProfileCredentialsProvider credentials = ProfileCredentialsProvider.builder()
                        .profileFile(ProfileFileSupplier.reloadWhenModified(
                                mount.resolve("credentials"), ProfileFile.Type.CREDENTIALS))
                        .build();
                S3Client s3 = S3Client.builder()
                        .endpointOverride(cooper.cloud().endpoint())
                        .region(Region.of("kr-central-2"))
                        .forcePathStyle(true)
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED) // as the file config says
                        .credentialsProvider(credentials)
                        .build()) {
            assertThat(isTaken(s3)).isTrue();
            rotate();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> isTaken(s3));
        }
    }

    private boolean isTaken(S3Client s3) {
        try {
            s3.putObject(r -> r.bucket(bucket).key("java"), RequestBody.fromString("hello"));
            return true;
        } catch (S3Exception e) {
            return false;
        }
    }

    @Test
    void boto3NeedsANewSession() throws IOException, InterruptedException {
        assertBoto3TellsAfterRotation(
                Map.of(
                        "AWS_SHARED_CREDENTIALS_FILE",
                                mount.resolve("credentials").toString(),
                        "AWS_CONFIG_FILE", mount.resolve("config").toString()),
                "refused taken");
    }

    /** Why there is rolloutRestart. */
    @Test
    void theEnvironmentOfAProcessStaysAsItWas() throws IOException, InterruptedException {
        assertBoto3TellsAfterRotation(environment(), "refused refused");
    }

    /** What it tells of a session that was there before the rotation, and of a new one. */
    private void assertBoto3TellsAfterRotation(Map<String, String> environment, String told)
            throws IOException, InterruptedException {
        Process boto3 = boto3(environment);
        try (PrintWriter input = new PrintWriter(boto3.getOutputStream(), true, UTF_8);
                BufferedReader output = new BufferedReader(new InputStreamReader(boto3.getInputStream(), UTF_8))) {
            input.println("before");
            assertThat(output.readLine()).isEqualTo("taken taken");
            rotate();
            input.println("after");
            assertThat(output.readLine()).isEqualTo(told);
        }
        assertThat(boto3.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }

    private Map<String, String> environment() {
        return Objects.requireNonNull(cooper.admin()
                        .secrets()
                        .inNamespace(cooper.namespace())
                        .withName("key")
                        .get())
                .getData()
                .entrySet()
                .stream()
                .filter(entry -> entry.getKey().startsWith("AWS_"))
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> new String(Base64.getDecoder().decode(entry.getValue()), UTF_8)));
    }

    private Process boto3(Map<String, String> environment) throws IOException {
        String python = Path.of(Testbed.run("python/install"), "bin", "python").toString();
        ProcessBuilder builder = new ProcessBuilder(python, "-c", BOTO3, bucket);
        builder.environment().putAll(environment);
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
