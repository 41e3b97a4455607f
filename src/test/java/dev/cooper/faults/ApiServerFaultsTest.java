package dev.cooper.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.faults.FaultProxy.Refusal;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.Readiness;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An API server that refuses what it took a moment ago, forgets its history, or loses what watches were to tell. */
@Tag("faults")
@ExtendWith(InReport.class)
@SuppressWarnings("NullAway.Init") // set by start()
class ApiServerFaultsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");

    private OperatorHarness cooper;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException, GeneralSecurityException {
        cooper = OperatorHarness.withoutOperator();
        proxy = new FaultProxy(
                Side.API,
                URI.create(cooper.admin().getMasterUrl().toString()),
                SSLUtils.sslContext(cooper.admin().getConfiguration()).getSocketFactory(),
                new Strikes(() -> {}));
        cooper.startOperator(proxy.uri().toString());
        cooper.connectStore("");
    }

    @AfterEach
    void stop() throws IOException {
        cooper.close();
        proxy.close();
    }

    private static Refusal refusal(String status, String reason) {
        String code = status.substring(0, 3);
        return new Refusal(status, """
                {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","reason":"%s","code":%s,\
                "message":"refused by the test"}""".formatted(reason, code));
    }

    /** Each path is refused so many times, and then no more. */
    private AtomicInteger refuseFirst(int times, Predicate<HttpRequest> which, Refusal refusal) {
        Map<String, Integer> counts = new ConcurrentHashMap<>();
        AtomicInteger refused = new AtomicInteger();
        proxy.refuse(request -> {
            String path = request.method() + request.target().replaceFirst("\\?.*", "");
            if (!which.test(request) || counts.merge(path, 1, Integer::sum) > times) {
                return Optional.empty();
            }
            refused.incrementAndGet();
            return Optional.of(refusal);
        });
        return refused;
    }

    @ParameterizedTest
    @ValueSource(strings = {"409 Conflict", "429 Too Many Requests", "500 Internal Server Error"})
    void whatEachWriteIsRefusedWithTwiceIsDoneOnce(String status) {
        String reason = status.substring(4).replace(" ", "");
        AtomicInteger refused = refuseFirst(2, request -> WRITES.contains(request.method()), refusal(status, reason));
        int keysBefore = cooper.cloud().ec2Keys().size();
        String name = cooper.bucketName("refused");
        cooper.bucket(name, "deletionPolicy: Delete\nencryption: {algorithm: AES256}");
        cooper.accessKey("refused", """
                source: keystoneEc2
                allowBroad: true
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: refused}""".formatted(name));
        awaitReady(Bucket.class, name);
        awaitReady(AccessKey.class, "refused");

        assertThat(refused.get()).isGreaterThanOrEqualTo(6);
        assertThat(cooper.cloud().operations()).containsEntry("CreateBucket", 1);
        assertThat(cooper.cloud().ec2Keys()).hasSize(keysBefore + 1);

        cooper.admin()
                .resource(Objects.requireNonNull(cooper.get(AccessKey.class, "refused")))
                .delete();
        Awaitility.await().atMost(PATIENCE).until(() -> cooper.get(AccessKey.class, "refused") == null);
        assertThat(cooper.cloud().ec2Keys()).hasSize(keysBefore);
    }

    @Test
    void changesWhoseEventsWereLostAreSeenOnceTheWatchIsBack() throws IOException {
        String name = cooper.bucketName("unheard");
        cooper.bucket(name, "");
        awaitReady(Bucket.class, name);

        proxy.muteWatches();
        cooper.bucket(name, "encryption: {algorithm: AES256}");
        proxy.cutWatches();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> cooper.cloud().bucket(name).encryption().isPresent());
    }

    /** As after a compaction: what happened since cannot be told any more. */
    @Test
    void changesBeforeAForgottenVersionAreSeen() throws IOException {
        String name = cooper.bucketName("gone");
        cooper.bucket(name, "");
        awaitReady(Bucket.class, name);

        proxy.muteWatches();
        cooper.bucket(name, "encryption: {algorithm: AES256}");
        AtomicInteger refused = refuseFirst(1, HttpRequest::isWatch, refusal("410 Gone", "Expired"));
        proxy.cutWatches();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> cooper.cloud().bucket(name).encryption().isPresent());
        assertThat(refused.get()).isPositive();
    }

    private <T extends io.fabric8.kubernetes.client.CustomResource<?, ?>> void awaitReady(Class<T> type, String name) {
        Awaitility.await().atMost(PATIENCE).until(() -> Readiness.isReady(cooper.get(type, name)));
    }
}
