package dev.cooper.reconcile.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.Bucket;
import dev.cooper.api.BucketStatus.Claim;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.Readiness;
import dev.cooper.simulator.BucketControl;
import dev.cooper.simulator.LifecycleRule;
import dev.cooper.simulator.RecordedRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whose bucket it is: what is taken, what is refused, what is left, and what is deleted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set by start()
class BucketOwnershipTest {
    private OperatorHarness cooper;

    @BeforeAll
    void start() {
        cooper = OperatorHarness.start();
    }

    @AfterAll
    void stop() {
        cooper.close();
    }

    private BucketControl existing(String name) {
        return cooper.cloud()
                .createBucket(cooper.cloud().projectId(), cooper.cloud().userId(), name);
    }

    private List<String> writesTo(String bucket) {
        return cooper.cloud().requests().stream()
                .filter(request -> request.bucket().equals(bucket))
                .filter(request ->
                        !request.method().equals("GET") && !request.method().equals("HEAD"))
                .map(RecordedRequest::operation)
                .toList();
    }

    private static Claim.State claim(Bucket bucket) {
        return Objects.requireNonNull(bucket.getStatus().claim()).state();
    }

    @Test
    void aBucketThatExistsIsRefusedAndLeftAsItIs() {
        String name = cooper.bucketName("foreign");
        existing(name).putObject("precious", new byte[] {1, 2, 3});

        cooper.bucket(name, "lifecycle: {rules: []}");
        Bucket refused = cooper.awaitReason(Bucket.class, name, "AlreadyExists");

        assertThat(Readiness.message(refused)).contains("adoptionPolicy: IfExists");
        assertThat(refused.getStatus().claim()).isNull();
        assertThat(writesTo(name)).isEmpty();
    }

    @Test
    void anAdoptedBucketChangesOnlyInWhatTheSpecNames() {
        String name = cooper.bucketName("adopt");
        BucketControl bucket = existing(name);
        bucket.setEncryption("AES256");
        bucket.replaceLifecycle(LifecycleRule.expiring("old", 3, "tmp/", Map.of()));
        bucket.putObject("tmp/kept", new byte[] {1});

        cooper.bucket(name, """
                adoptionPolicy: IfExists
                lifecycle:
                  rules:
                    - id: new
                      expiration: {days: 30}
                """);
        Bucket adopted = cooper.awaitReason(Bucket.class, name, "Ready");

        assertThat(claim(adopted)).isEqualTo(Claim.State.Adopted);
        assertThat(writesTo(name)).containsExactly("PutBucketLifecycle");
        assertThat(bucket.encryption()).contains("AES256");
        assertThat(bucket.objects()).containsExactly("tmp/kept");
    }

    @Test
    void aVanishedBucketIsMissingAndNotCreatedAnewUnasked() {
        String name = cooper.bucketName("vanish");
        cooper.bucket(name, "driftInterval: 10s");
        cooper.awaitReason(Bucket.class, name, "Ready");
        cooper.cloud().bucket(name).delete();

        cooper.bucket(name, "driftInterval: 11s");
        Bucket missing = cooper.awaitReason(Bucket.class, name, "Missing");
        assertThat(Readiness.message(missing)).contains("recreateIfMissing: true");
        assertThat(cooper.cloud().bucket(name).exists()).isFalse();

        cooper.bucket(name, "recreateIfMissing: true");
        cooper.awaitReason(Bucket.class, name, "Ready");
        assertThat(cooper.cloud().bucket(name).exists()).isTrue();
    }

    @Test
    void theSecondOfTwoResourcesForOneBucketWaitsAndTakesOverWhenTheFirstLetsGo() {
        String name = cooper.bucketName("twice");
        Bucket first = cooper.bucket(name, "");
        cooper.awaitReason(Bucket.class, name, "Ready");
        cooper.bucket(name + "-2", "bucketName: " + name + "\nadoptionPolicy: IfExists");

        Bucket second = cooper.awaitReason(Bucket.class, name + "-2", "ClaimedByAnother");
        assertThat(Readiness.message(second)).contains(cooper.namespace() + "/" + name);

        cooper.delete(first);
        second = cooper.awaitReason(Bucket.class, name + "-2", "Ready");
        assertThat(claim(second)).isEqualTo(Claim.State.Adopted);
    }

    @Test
    void aRetainedBucketOutlivesItsResourceWithoutAFinalizer() {
        String name = cooper.bucketName("retain");
        cooper.bucket(name, "");
        Bucket bucket = cooper.awaitReason(Bucket.class, name, "Ready");
        assertThat(bucket.getMetadata().getFinalizers()).isEmpty();

        cooper.delete(bucket);

        assertThat(cooper.cloud().bucket(name).exists()).isTrue();
        assertThat(writesTo(name)).containsExactly("CreateBucket");
    }

    @Test
    void aFullBucketIsNotDeletedAndTellsHowManyObjectsItHolds() {
        String name = cooper.bucketName("full");
        Bucket bucket = cooper.bucket(name, "deletionPolicy: Delete");
        cooper.awaitReason(Bucket.class, name, "Ready");
        cooper.cloud().bucket(name).putObject("a", new byte[] {1});
        cooper.cloud().bucket(name).putObject("b", new byte[] {2});

        cooper.admin().resource(bucket).delete();
        Bucket waiting = cooper.await(Bucket.class, name, b -> Readiness.conditions(b).stream()
                .anyMatch(condition -> condition.getReason().equals("NotEmpty")));
        assertThat(Readiness.message(waiting)).contains("2 object(s)").contains("deletionPolicy: Retain");
        assertThat(writesTo(name)).doesNotContain("DeleteBucket");

        cooper.bucket(name, "deletionPolicy: Retain");
        Awaitility.await().until(() -> cooper.get(Bucket.class, name) == null);
        assertThat(cooper.cloud().bucket(name).objects()).containsExactly("a", "b");
    }

    @Test
    void anEmptyBucketIsDeletedWithItsResource() {
        String name = cooper.bucketName("empty");
        Bucket bucket = cooper.bucket(name, "deletionPolicy: Delete");
        cooper.awaitReason(Bucket.class, name, "Ready");

        cooper.delete(bucket);

        assertThat(cooper.cloud().bucket(name).exists()).isFalse();
    }

    @Test
    void deletingAResourceThatNeverHeldTheBucketLeavesIt() {
        String name = cooper.bucketName("bystander");
        existing(name);
        Bucket bucket = cooper.bucket(name, "deletionPolicy: Delete");
        cooper.awaitReason(Bucket.class, name, "AlreadyExists");

        cooper.delete(bucket);

        assertThat(cooper.cloud().bucket(name).exists()).isTrue();
        assertThat(writesTo(name)).isEmpty();
    }

    @Test
    void aRestoredResourceWithoutStatusIsRefusedRatherThanTrusted() {
        String name = cooper.bucketName("restored");
        Bucket bucket = cooper.bucket(name, "");
        cooper.awaitReason(Bucket.class, name, "Ready");
        cooper.delete(bucket);

        cooper.bucket(name, "deletionPolicy: Delete");
        cooper.awaitReason(Bucket.class, name, "AlreadyExists");
        assertThat(cooper.cloud().bucket(name).exists()).isTrue();
    }
}
