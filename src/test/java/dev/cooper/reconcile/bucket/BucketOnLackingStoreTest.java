package dev.cooper.reconcile.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.ApiGroup;
import dev.cooper.api.Bucket;
import dev.cooper.api.ObjectStore;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.Readiness;
import dev.cooper.simulator.FaultRule;
import dev.cooper.simulator.RecordedRequest;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A store that lacks what its profile believes in. */
class BucketOnLackingStoreTest {

    @Test
    void whatAStoreTurnsOutToLackIsNotAskedForAgain() {
        try (OperatorHarness cooper = OperatorHarness.start()) {
            String name = cooper.bucketName("learned");
            cooper.cloud().addFault(FaultRule.status(501, "NotImplemented").on("PutBucketLogging"));
            cooper.bucket(name, "logging: {targetBucket: " + name + "}");
            cooper.awaitReason(Bucket.class, name, "UnsupportedByStore");

            String another = cooper.bucketName("warned");
            cooper.bucket(another, "logging: {targetBucket: " + name + "}");
            Bucket refused = cooper.awaitReason(Bucket.class, another, "UnsupportedByStore");
            assertThat(Readiness.message(refused)).contains("spec.logging").contains("Nothing was written");
            assertThat(operationsOn(cooper, another)).isEmpty();

            cooper.admin()
                    .resources(ObjectStore.class)
                    .withName(cooper.store())
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            "{\"metadata\":{\"annotations\":{\"%s\":\"now\"}}}".formatted(ApiGroup.RECONCILE_AT));
            cooper.await(ObjectStore.class, cooper.store(), store -> Objects.requireNonNull(
                            store.getStatus().capabilities())
                    .getOrDefault("logging", "")
                    .contains("learned: PutBucketLogging answered HTTP 501 NotImplemented"));
        }
    }

    private static List<String> operationsOn(OperatorHarness cooper, String bucket) {
        return cooper.cloud().requests().stream()
                .filter(request -> request.bucket().equals(bucket))
                .map(RecordedRequest::operation)
                .toList();
    }
}
