package dev.cooper.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.Bucket;
import dev.cooper.cluster.Testbed;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.Readiness;
import dev.cooper.simulator.LifecycleRule;
import dev.cooper.simulator.RecordedRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The API server goes away for a minute, with all watches. */
@Tag("faults")
@ExtendWith(InReport.class)
class ApiServerAwayTest {
    @Test
    void changesBeforeAndAfterAMinuteWithoutApiServerComeTrueOnce() {
        try (OperatorHarness cooper = OperatorHarness.start()) {
            String name = cooper.bucketName("patient");
            cooper.bucket(name, "deletionPolicy: Delete\nlifecycle: {rules: []}");
            cooper.awaitReason(Bucket.class, name, "Ready");

            String folder = Objects.requireNonNull(cooper.cluster().kubeconfig().getParent())
                    .toString();
            Testbed.run("cluster/restart-apiserver", folder, "60");

            cooper.cloud().bucket(name).replaceLifecycle(LifecycleRule.expiring("drift", 1, "", Map.of()));
            cooper.bucket(name, "deletionPolicy: Delete\nlifecycle: {rules: []}\nencryption: {algorithm: AES256}");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> Readiness.isReady(cooper.get(Bucket.class, name))
                            && cooper.cloud().bucket(name).encryption().isPresent());
            List<String> writes = cooper.cloud().requests().stream()
                    .filter(request -> request.bucket().equals(name))
                    .filter(request -> !List.of("GET", "HEAD").contains(request.method()))
                    .map(RecordedRequest::operation)
                    .toList();
            assertThat(writes).containsExactly("CreateBucket", "PutBucketEncryption", "DeleteBucketLifecycle");

            cooper.delete(Objects.requireNonNull(cooper.get(Bucket.class, name)));
            assertThat(cooper.cloud().bucket(name).exists()).isFalse();
        }
    }
}
