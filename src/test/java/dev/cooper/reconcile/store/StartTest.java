package dev.cooper.reconcile.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.Bucket;
import dev.cooper.harness.OperatorHarness;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.micrometer.core.instrument.Counter;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Controllers start side by side, and may work before the caches of others are filled. */
class StartTest {
    @Test
    void aSecretThatIsNotReadYetIsNotToldAsMissing() {
        try (OperatorHarness cooper = OperatorHarness.start()) {
            String name = cooper.bucketName("start");
            cooper.bucket(name, "");
            Bucket before = cooper.awaitReason(Bucket.class, name, "Ready");
            cooper.stopOperator();
            double startedBefore = count(cooper, "started");
            double succeededBefore = count(cooper, "success");

            CountDownLatch secretsMayBeRead = new CountDownLatch(1);
            CompletableFuture<Void> start = CompletableFuture.runAsync(() -> cooper.startOperator(
                    http -> http.addOrReplaceInterceptor("slow-secrets", new HeldBack("/secrets", secretsMayBeRead))));
            Awaitility.await().until(() -> count(cooper, "started") > startedBefore);
            secretsMayBeRead.countDown();
            start.join();
            Awaitility.await().until(() -> count(cooper, "success") > succeededBefore);

            assertThat(Objects.requireNonNull(cooper.get(Bucket.class, name)).getStatus())
                    .isEqualTo(before.getStatus());
            assertThat(count(cooper, "failure")).isZero();
        }
    }

    /** Reconciliations of Buckets. */
    private static double count(OperatorHarness cooper, String what) {
        return cooper
                .meters()
                .find("reconciliations." + what + ".total")
                .tag("controller.name", "bucket")
                .counters()
                .stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** Holds requests back whose URI contains a text. */
    private record HeldBack(String text, CountDownLatch until) implements Interceptor {
        @Override
        public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            if (request.uri().getPath().contains(text)) {
                try {
                    until.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
