package dev.cooper.reconcile.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.ApiGroup;
import dev.cooper.api.Bucket;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.Readiness;
import dev.cooper.simulator.BucketControl;
import dev.cooper.simulator.FaultRule;
import dev.cooper.simulator.RecordedRequest;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** deletionPolicy Purge: only with both keys, and only as long as both are there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set by start()
class BucketPurgeTest {
    private OperatorHarness cooper;

    @BeforeAll
    void start() {
        cooper = OperatorHarness.start();
    }

    @AfterAll
    void stop() {
        cooper.close();
    }

    private Bucket full(String name, int objects) {
        Bucket bucket = cooper.bucket(name, "deletionPolicy: Purge");
        cooper.awaitReason(Bucket.class, name, "Ready");
        BucketControl control = cooper.cloud().bucket(name);
        for (int i = 0; i < objects; i++) {
            control.putObject("object-" + i, new byte[] {1});
        }
        return bucket;
    }

    private List<String> operationsOn(String bucket) {
        return cooper.cloud().requests().stream()
                .filter(request -> request.bucket().equals(bucket))
                .map(RecordedRequest::operation)
                .toList();
    }

    @Test
    void nothingIsDeletedWithoutTheSecondKey() {
        String name = cooper.bucketName("one-key");
        Bucket bucket = full(name, 3);
        cooper.annotate(Bucket.class, name, ApiGroup.PURGE, "another-bucket");

        cooper.admin().resource(bucket).delete();
        Bucket waiting = awaitUnconfirmed(name);

        assertThat(Readiness.message(waiting))
                .contains("storage.cooper.dev/purge: " + name)
                .contains("Nothing was deleted")
                .contains("deletionPolicy: Retain");
        assertThat(cooper.cloud().bucket(name).objects()).hasSize(3);
        assertThat(operationsOn(name)).containsOnly("HeadBucket", "CreateBucket");
    }

    private Bucket awaitUnconfirmed(String name) {
        return cooper.await(Bucket.class, name, bucket -> Readiness.conditions(bucket).stream()
                .anyMatch(condition -> condition.getReason().equals("PurgeNotConfirmed")));
    }

    @Test
    void withBothKeysTheBucketGoesWithAllThatItHolds() {
        String name = cooper.bucketName("both-keys");
        Bucket bucket = full(name, 1_200);
        cooper.cloud().bucket(name).putObject("line\nfeed and \u0001", new byte[] {1});
        cooper.cloud().bucket(name).putObject("a+b c/ü&<>\"", new byte[] {1});
        cooper.annotate(Bucket.class, name, ApiGroup.PURGE, name);

        cooper.delete(bucket);

        assertThat(cooper.cloud().bucket(name).exists()).isFalse();
        List<String> operations = operationsOn(name);
        assertThat(operations.subList(operations.indexOf("ListObjectsV2"), operations.size()))
                .containsExactly(
                        "ListObjectsV2",
                        "DeleteObject",
                        "DeleteObjects",
                        "ListObjectsV2",
                        "DeleteObjects",
                        "ListObjectsV2",
                        "ListMultipartUploads",
                        "DeleteBucket");
    }

    @Test
    void takingAKeyBackStopsThePurge() {
        String name = cooper.bucketName("stopped");
        Bucket bucket = full(name, 3_000);
        cooper.cloud().addFault(FaultRule.latency(1_000).on("DeleteObjects").inBucket(name));
        cooper.annotate(Bucket.class, name, ApiGroup.PURGE, name);
        cooper.admin().resource(bucket).delete();
        Awaitility.await().until(() -> operationsOn(name).contains("DeleteObjects"));

        cooper.annotate(Bucket.class, name, ApiGroup.PURGE, null);
        Bucket stopped = awaitUnconfirmed(name);

        assertThat(Readiness.message(stopped)).contains("object(s) are deleted already");
        assertThat(cooper.cloud().bucket(name).objects()).isNotEmpty().hasSizeLessThan(3_000);

        cooper.bucket(name, "deletionPolicy: Retain");
        Awaitility.await().until(() -> cooper.get(Bucket.class, name) == null);
        assertThat(cooper.cloud().bucket(name).objects()).isNotEmpty();
    }
}
