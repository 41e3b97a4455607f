package dev.cooper.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.Bucket;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.OperatorProcess;
import dev.cooper.harness.Readiness;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two processes with leader election: one works, and one that was asleep for longer than its lease does not go on. */
@Tag("faults")
@ExtendWith(InReport.class)
class TwoOperatorsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void anOperatorThatSleptLongerThanItsLeaseEndsAndTheOtherWorksAlone() throws IOException, InterruptedException {
        try (OperatorHarness cooper = OperatorHarness.withoutOperator();
                OperatorProcess first = start(cooper, "first");
                OperatorProcess second = startSecond(cooper)) {
            cooper.connectStore("");
            String before = cooper.bucketName("before");
            cooper.bucket(before, "");
            cooper.awaitReason(Bucket.class, before, "Ready");

            long looks = looksAt(cooper, before);
            first.signal("STOP");
            String asleep = cooper.bucketName("asleep");
            cooper.bucket(asleep, "");
            Awaitility.await().atMost(PATIENCE).until(() -> holder(cooper).equals("second"));
            Awaitility.await().atMost(PATIENCE).until(() -> Readiness.isReady(cooper.get(Bucket.class, asleep)));
            Awaitility.await("what the first left is compared")
                    .atMost(PATIENCE)
                    .until(() -> looksAt(cooper, before) > looks);

            first.signal("CONT");
            Awaitility.await().atMost(PATIENCE).until(() -> !first.isAlive());
            String after = cooper.bucketName("after");
            cooper.bucket(after, "");
            cooper.awaitReason(Bucket.class, after, "Ready");

            assertThat(second.isAlive()).isTrue();
            assertThat(holder(cooper)).isEqualTo("second");
            assertThat(cooper.cloud().operations()).containsEntry("CreateBucket", 3);
        }
    }

    private static long looksAt(OperatorHarness cooper, String bucket) {
        return cooper.cloud().requests().stream()
                .filter(request -> request.bucket().equals(bucket))
                .count();
    }

    private static OperatorProcess startSecond(OperatorHarness cooper) throws IOException {
        Awaitility.await().atMost(PATIENCE).until(() -> holder(cooper).equals("first"));
        return start(cooper, "second");
    }

    private static OperatorProcess start(OperatorHarness cooper, String name) throws IOException {
        Files.createDirectories(World.FOLDER);
        return OperatorProcess.start(
                cooper.cluster().kubeconfig(),
                World.FOLDER.resolve(name + ".log"),
                "-Dcooper.leader-election=true",
                "-Dcooper.instance=" + name);
    }

    private static String holder(OperatorHarness cooper) {
        Lease lease = cooper.admin()
                .leases()
                .inNamespace(OperatorHarness.OPERATOR_NAMESPACE)
                .withName("cooper")
                .get();
        return lease == null || lease.getSpec().getHolderIdentity() == null
                ? ""
                : lease.getSpec().getHolderIdentity();
    }
}
