package dev.cooper.reconcile.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.Bucket;
import dev.cooper.api.BucketStatus;
import dev.cooper.api.BucketStatus.Claim;
import dev.cooper.cluster.ServerSideApply;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.simulator.FaultRule;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A process that looks at a bucket while another one, which it does not see, comes to hold it. */
class StaleStatusTest {
    @Test
    void aStatusOutOfAnOlderVersionTakesNoClaimAway() {
        try (OperatorHarness cooper = OperatorHarness.start()) {
            String name = cooper.bucketName("fenced");
            cooper.cloud()
                    .createBucket(cooper.cloud().projectId(), cooper.cloud().userId(), name);
            cooper.cloud()
                    .addFault(FaultRule.latency(2_000)
                            .on("HeadBucket")
                            .inBucket(name)
                            .times(1));
            Bucket seen = cooper.bucket(name, "deletionPolicy: Retain");
            Awaitility.await().pollInterval(Duration.ofMillis(10)).until(() -> cooper.cloud().requests().stream()
                    .anyMatch(request -> request.bucket().equals(name)));

            claimAsTheNextLeader(cooper, seen);
            cooper.checkNow(Bucket.class, name);
            cooper.awaitReason(Bucket.class, name, "Ready");
            assertThat(Objects.requireNonNull(cooper.get(Bucket.class, name))
                            .getStatus()
                            .claim())
                    .isEqualTo(new Claim(seen.getMetadata().getUid(), Claim.State.Created));
        }
    }

    /** By the same field manager, as each process of Cooper's writes. */
    private static void claimAsTheNextLeader(OperatorHarness cooper, Bucket seen) {
        Bucket claimed = BucketStatuses.only(
                seen, BucketStatus.EMPTY.withClaim(new Claim(seen.getMetadata().getUid(), Claim.State.Created)));
        cooper.admin().resource(claimed).subresource("status").patch(ServerSideApply.as("bucket"));
    }
}
