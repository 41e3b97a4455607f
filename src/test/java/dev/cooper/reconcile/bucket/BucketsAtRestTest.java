package dev.cooper.reconcile.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.Bucket;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.simulator.RecordedRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What happens to buckets that nobody touches, and to those whose namespace goes. */
class BucketsAtRestTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void anIdleOperatorLooksAndWritesNothing() {
        try (OperatorHarness cooper = OperatorHarness.start()) {
            List<String> names = IntStream.range(0, 50)
                    .mapToObj(i -> cooper.bucketName("idle-" + i))
                    .toList();
            names.forEach(name -> cooper.bucket(name, """
                    driftInterval: 10s
                    deletionPolicy: Delete
                    acl: {canned: private}
                    lifecycle: {rules: [{id: end, expiration: {days: 7}}]}
                    """));
            names.forEach(name -> cooper.awaitReason(Bucket.class, name, "Ready"));
            Awaitility.await()
                    .until(() -> cooper.audit().writes().stream()
                                    .filter(write -> write.startsWith("create events"))
                                    .count()
                            == names.size());
            int storeWrites = writes(cooper);
            int requests = cooper.audit().requests().size();
            Map<String, Long> looksBefore = looks(cooper);

            Awaitility.await().atMost(PATIENCE).until(() -> {
                Map<String, Long> looks = looks(cooper);
                return names.stream()
                        .allMatch(name -> looks.getOrDefault(name, 0L) >= looksBefore.getOrDefault(name, 0L) + 3);
            });

            assertThat(writes(cooper)).isEqualTo(storeWrites);
            assertThat(cooper.audit().requests()).hasSize(requests);
        }
    }

    @Test
    void aStartAsksForEachKindOnce() {
        try (OperatorHarness cooper = OperatorHarness.start()) {
            cooper.stopOperator();
            Map<String, Long> before = cooper.audit().lists();

            cooper.startOperator();

            Map<String, Long> since = new HashMap<>(cooper.audit().lists());
            before.forEach((kind, lists) -> since.compute(kind, (_, now) -> lists.equals(now) ? null : now - lists));
            assertThat(since)
                    .isEqualTo(Map.of(
                            "objectstores", 1L, "buckets", 1L, "accesskeys", 1L, "bucketpolicies", 1L, "secrets", 1L));
        }
    }

    private static int writes(OperatorHarness cooper) {
        return (int) cooper.cloud().requests().stream()
                .filter(request -> !Set.of("GET", "HEAD").contains(request.method()))
                .filter(request -> !request.bucket().isEmpty())
                .count();
    }

    private static Map<String, Long> looks(OperatorHarness cooper) {
        return cooper.cloud().requests().stream()
                .filter(request -> request.operation().equals("HeadBucket"))
                .map(RecordedRequest::bucket)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    @Test
    void deletingANamespaceLeavesEveryByte() {
        try (OperatorHarness cooper = OperatorHarness.start()) {
            String name = cooper.bucketName("outlives");
            cooper.bucket(name, "");
            cooper.awaitReason(Bucket.class, name, "Ready");
            cooper.cloud().bucket(name).putObject("precious", new byte[] {1, 2, 3});

            cooper.admin().namespaces().withName(cooper.namespace()).delete();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> cooper.admin()
                                    .namespaces()
                                    .withName(cooper.namespace())
                                    .get()
                            == null);

            assertThat(cooper.cloud().bucket(name).objects()).containsExactly("precious");
        }
    }
}
