package dev.cooper.reconcile.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.ApiGroup;
import dev.cooper.api.Bucket;
import dev.cooper.api.BucketStatus.PlannedChange;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.Readiness;
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

/** Looking without touching: managementPolicy Observe, and the annotations preview and paused. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set by start()
class BucketPreviewTest {
    private OperatorHarness cooper;

    @BeforeAll
    void start() {
        cooper = OperatorHarness.start();
    }

    @AfterAll
    void stop() {
        cooper.close();
    }

    private List<String> requestsOn(String bucket) {
        return cooper.cloud().requests().stream()
                .filter(request -> request.bucket().equals(bucket))
                .map(RecordedRequest::operation)
                .toList();
    }

    private List<String> writesTo(String bucket) {
        return cooper.cloud().requests().stream()
                .filter(request -> request.bucket().equals(bucket))
                .filter(request ->
                        !request.method().equals("GET") && !request.method().equals("HEAD"))
                .map(RecordedRequest::operation)
                .toList();
    }

    private static List<PlannedChange> planned(Bucket bucket) {
        return Objects.requireNonNullElse(bucket.getStatus().plannedChanges(), List.of());
    }

    private static String rule(int days) {
        return "lifecycle: {rules: [{id: end, expiration: {days: %d}}]}\n".formatted(days);
    }

    @Test
    void anObservedBucketShowsItsPlanAndIsNotWrittenTo() {
        String name = cooper.bucketName("observed");
        cooper.cloud()
                .createBucket(cooper.cloud().projectId(), cooper.cloud().userId(), name)
                .replaceLifecycle(LifecycleRule.expiring("end", 3, "", Map.of()));

        cooper.bucket(name, "managementPolicy: Observe\n" + rule(9));
        Bucket bucket = cooper.awaitReason(Bucket.class, name, "ChangesPlanned");

        PlannedChange change = planned(bucket).getFirst();
        assertThat(planned(bucket)).hasSize(1);
        assertThat(change.path()).isEqualTo("spec.lifecycle");
        assertThat(Objects.requireNonNull(change.current())
                        .at("/rules/0/expiration/days")
                        .asInt())
                .isEqualTo(3);
        assertThat(Objects.requireNonNull(change.desired())
                        .at("/rules/0/expiration/days")
                        .asInt())
                .isEqualTo(9);
        assertThat(Readiness.message(bucket)).contains("managementPolicy: Manage");
        assertThat(bucket.getStatus().claim()).isNull();

        cooper.cloud().bucket(name).replaceLifecycle(LifecycleRule.expiring("end", 9, "", Map.of()));
        cooper.checkNow(Bucket.class, name);
        assertThat(planned(cooper.awaitReason(Bucket.class, name, "Ready"))).isEmpty();
        assertThat(writesTo(name)).isEmpty();
    }

    @Test
    void observingAgainWritesNothingAtAll() {
        String name = cooper.bucketName("calm");
        cooper.bucket(name, "managementPolicy: Observe");
        Bucket absent = cooper.awaitReason(Bucket.class, name, "ChangesPlanned");
        assertThat(planned(absent)).extracting(PlannedChange::path).containsExactly("spec.bucketName");
        int looks = requestsOn(name).size();
        int writes = statusWrites(name);

        cooper.checkNow(Bucket.class, name);
        Awaitility.await().until(() -> requestsOn(name).size() > looks);
        cooper.checkNow(Bucket.class, name);
        Awaitility.await().until(() -> requestsOn(name).size() > looks + 1);

        assertThat(statusWrites(name)).isEqualTo(writes);
        assertThat(requestsOn(name)).containsOnly("HeadBucket");
    }

    private int statusWrites(String name) {
        return (int) cooper.audit().writes().stream()
                .filter(write -> write.contains("buckets/status") && write.contains("/" + name))
                .count();
    }

    @Test
    void anObserverDoesNotKeepTheBucketFromItsManager() {
        String name = cooper.bucketName("watched");
        cooper.bucket("observer", "managementPolicy: Observe\nbucketName: " + name);
        cooper.awaitReason(Bucket.class, "observer", "ChangesPlanned");

        cooper.bucket(name, "");
        cooper.awaitReason(Bucket.class, name, "Ready");
        cooper.checkNow(Bucket.class, "observer");
        cooper.awaitReason(Bucket.class, "observer", "Ready");
    }

    @Test
    void aPreviewHoldsChangesBackUntilItIsTakenAway() {
        String name = cooper.bucketName("preview");
        cooper.bucket(name, rule(7));
        cooper.awaitReason(Bucket.class, name, "Ready");

        cooper.annotate(Bucket.class, name, ApiGroup.PREVIEW, "true");
        cooper.bucket(name, rule(8));
        Bucket held = cooper.awaitReason(Bucket.class, name, "ChangesPlanned");
        assertThat(planned(held)).extracting(PlannedChange::path).containsExactly("spec.lifecycle");
        assertThat(days(name)).isEqualTo(7);

        cooper.annotate(Bucket.class, name, ApiGroup.PREVIEW, null);
        assertThat(planned(cooper.awaitReason(Bucket.class, name, "Ready"))).isEmpty();
        assertThat(days(name)).isEqualTo(8);
    }

    @Test
    void aPausedBucketIsLeftAlone() {
        String name = cooper.bucketName("paused");
        Bucket bucket = cooper.bucket(name, "deletionPolicy: Delete\n" + rule(7));
        cooper.awaitReason(Bucket.class, name, "Ready");
        cooper.annotate(Bucket.class, name, ApiGroup.PAUSED, "true");
        cooper.await(Bucket.class, name, BucketPreviewTest::isPaused);
        int requests = requestsOn(name).size();

        cooper.bucket(name, "deletionPolicy: Delete\n" + rule(8));
        cooper.await(Bucket.class, name, b -> Readiness.conditions(b).stream()
                .anyMatch(condition -> condition.getType().equals("Paused")
                        && Objects.equals(
                                condition.getObservedGeneration(),
                                b.getMetadata().getGeneration())));
        cooper.admin().resource(bucket).delete();
        cooper.await(Bucket.class, name, Bucket::isMarkedForDeletion);
        assertThat(requestsOn(name)).hasSize(requests);

        cooper.annotate(Bucket.class, name, ApiGroup.PAUSED, null);
        Awaitility.await().until(() -> cooper.get(Bucket.class, name) == null);
        assertThat(cooper.cloud().bucket(name).exists()).isFalse();
    }

    private static boolean isPaused(Bucket bucket) {
        return Readiness.conditions(bucket).stream()
                .anyMatch(condition -> condition.getType().equals("Paused"));
    }

    private int days(String bucket) {
        return cooper.cloud().bucket(bucket).lifecycle().getFirst().days();
    }
}
