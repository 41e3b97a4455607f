package dev.cooper.reconcile.accesskey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.harness.OperatorHarness;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Counts what an AccessKey costs: no request to Kubernetes that nothing needs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set by start()
class KeyCallsTest {
    private OperatorHarness cooper;
    private String bucket;

    @BeforeAll
    void start() {
        cooper = OperatorHarness.start();
        bucket = cooper.bucketName("calls");
        cooper.bucket(bucket, "");
        cooper.awaitReason(Bucket.class, bucket, "Ready");
    }

    @AfterAll
    void stop() {
        cooper.close();
    }

    private void issue(String name, String place) {
        cooper.accessKey(name, """
                %s
                allowBroad: true
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: %s}
                """.formatted(place, bucket, name));
        cooper.awaitReason(AccessKey.class, name, "Ready");
        Awaitility.await("the event")
                .until(() -> requestsAbout(name).stream().anyMatch(request -> request.startsWith("create events")));
    }

    private String place(String source) {
        return "storeRef: {name: %s}\nsource: %s".formatted(cooper.store(), source);
    }

    @Test
    void aKeyThatMustBeRevokedTakesFourWrites() {
        issue("revocable", place("keystoneEc2"));

        assertThat(requestsAbout("revocable").stream()
                        .filter(request -> !request.startsWith("create events"))
                        .limit(4))
                .satisfiesExactly(
                        request -> assertThat(request).startsWith("get secrets "),
                        request -> assertThat(request)
                                .as("the finalizer, and the key that is to come")
                                .startsWith("patch accesskeys "),
                        request -> assertThat(request).startsWith("create secrets "),
                        request -> assertThat(request).startsWith("patch accesskeys/status "));
        assertThat(writesAbout("revocable")).as("with the event").hasSize(4);
    }

    @Test
    void credentialsThatEndByThemselvesTakeThree() {
        issue("temporary", place("stsWebIdentity"));

        assertThat(writesAbout("temporary")).as("Secret, status, event").hasSize(3);
    }

    private List<String> writesAbout(String name) {
        return cooper.audit().writes().stream()
                .filter(write -> write.contains("/" + name))
                .toList();
    }

    private List<String> requestsAbout(String name) {
        return cooper.audit().requests().stream()
                .filter(request -> request.contains("/" + name))
                .toList();
    }
}
