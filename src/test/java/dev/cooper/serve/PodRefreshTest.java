package dev.cooper.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.Readiness;
import dev.cooper.harness.RunningEndpoint;
import dev.cooper.harness.TestAccount;
import dev.cooper.harness.TestCertificate;
import dev.cooper.serve.FetchingPod.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
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
        "JAVA,    containerCredentials, keystoneEc2",
        "BOTO3,   webIdentity,          keystoneEc2",
        "BOTO3,   webIdentity,          stsWebIdentity",
        "AWS_CLI, webIdentity,          keystoneEc2",
        "AWS_CLI, webIdentity,          stsWebIdentity",
    })
    void aProcessGoesOnWithTheNextKey(Program program, String format, String source) throws Exception {
        rotateUnder(program, format, source, (answer, second) -> answer.equals("taken " + second));
    }

    /** The SDK for Java keeps a session until it nears its end; the one before a rotation is good until then. */
    @ParameterizedTest
    @CsvSource({"containerCredentials", "webIdentity"})
    void javaGoesOnWithItsSession(String format) throws Exception {
        rotateUnder(Program.JAVA, format, "stsWebIdentity", (answer, second) -> answer.startsWith("taken "));
    }

    /** What the process tells after a rotation must come to what is expected, given the id of the key then in force. */
    private void rotateUnder(Program program, String format, String source, BiPredicate<String, String> expected)
            throws Exception {
        String name = "%s-%s-%s"
                .formatted(program, format, source)
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
        String first = apply(name, format, source, "a");
        try (FetchingPod pod = FetchingPod.start(program, app, certificate, mount, name, bucket)) {
            awaitAnswer(pod, answer -> answer.equals("taken " + first));
            String second = apply(name, format, source, "b");
            assertThat(second).isNotEqualTo(first);
            awaitAnswer(pod, answer -> expected.test(answer, second));
        }
    }

    /** SDKs give up on a slow answer after a second. */
    private static void awaitAnswer(FetchingPod pod, Predicate<String> expected) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> expected.test(pod.put()));
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
                        key -> Readiness.isReady(key)
                                && trigger.equals(key.statusOrEmpty().rotationTrigger())
                                && key.statusOrEmpty().previousKeyID() == null)
                .statusOrEmpty()
                .keyID());
    }
}
