package dev.cooper.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.cooper.api.ApiGroup;
import dev.cooper.api.Bucket;
import dev.cooper.api.ObjectStore;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.Readiness;
import dev.cooper.simulator.FaultRule;
import dev.cooper.simulator.RecordedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores that lie, fail, hang, or send the operator elsewhere. */
@Tag("faults")
@ExtendWith(InReport.class)
@SuppressWarnings("NullAway.Init") // set by start()
class StoreFaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private OperatorHarness cooper;

    @BeforeEach
    void start() {
        cooper = OperatorHarness.start();
    }

    @AfterEach
    void stop() {
        cooper.close();
    }

    private Stream<RecordedRequest> requests(String bucket) {
        return cooper.cloud().requests().stream()
                .filter(request -> request.bucket().equals(bucket));
    }

    private List<String> writes(String bucket) {
        return requests(bucket)
                .filter(request -> !List.of("GET", "HEAD").contains(request.method()))
                .map(RecordedRequest::operation)
                .toList();
    }

    private String fullBucket(String spec) {
        String name = cooper.bucketName("full");
        cooper.bucket(name, spec);
        cooper.awaitReason(Bucket.class, name, "Ready");
        cooper.cloud().bucket(name).putObject("precious", new byte[] {1});
        return name;
    }

    private void denyExistence(String bucket) {
        cooper.cloud()
                .addFault(FaultRule.status(404, "NoSuchBucket").on("HeadBucket").inBucket(bucket));
    }

    @Test
    void aFullBucketThatTheStoreDeniesIsToldAndNotMadeAnew() {
        String name = fullBucket("");
        denyExistence(name);
        cooper.checkNow(Bucket.class, name);
        cooper.awaitReason(Bucket.class, name, "Missing");

        cooper.cloud().clearFaults();
        cooper.checkNow(Bucket.class, name);
        cooper.awaitReason(Bucket.class, name, "Ready");
        assertThat(writes(name)).containsExactly("CreateBucket");
        assertThat(cooper.cloud().bucket(name).objects()).containsExactly("precious");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Retain", "Delete", "Purge"})
    void aFullBucketThatTheStoreDeniesIsNotDeletedWithItsResource(String deletionPolicy) {
        String name = fullBucket("deletionPolicy: " + deletionPolicy);
        cooper.annotate(Bucket.class, name, ApiGroup.PURGE, name);
        denyExistence(name);

        cooper.delete(Objects.requireNonNull(cooper.get(Bucket.class, name)));
        assertThat(writes(name)).containsExactly("CreateBucket");
        assertThat(cooper.cloud().bucket(name).objects()).containsExactly("precious");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void noRequestFollowsARedirect(int status) throws IOException {
        AtomicInteger arrived = new AtomicInteger();
        AtomicInteger elsewhere = new AtomicInteger();
        HttpServer trap = server(200, "", elsewhere);
        HttpServer redirecting = server(status, uri(trap) + "/elsewhere", arrived);
        try {
            for (String side : List.of(
                    "endpoint: " + cooper.cloud().endpoint(),
                    "endpoint: " + cooper.cloud().identityEndpoint())) {
                String suffix = side.endsWith("/v3") ? "/v3" : "";
                String name = cooper.store() + "-elsewhere" + suffix.length();
                cooper.apply(
                        cooper.storeYaml(name, "")
                                .replace(side + "\n", "endpoint: " + uri(redirecting) + suffix + "\n")
                                .replace("default: true", "default: false"),
                        ObjectStore.class);
                cooper.await(ObjectStore.class, name, store -> Readiness.conditions(store).stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("False")));
            }
            assertThat(arrived.get()).isGreaterThanOrEqualTo(2);
            assertThat(elsewhere.get()).isZero();
        } finally {
            redirecting.stop(0);
            trap.stop(0);
        }
    }

    private static URI uri(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static HttpServer server(int status, String location, AtomicInteger requests) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.getResponseHeaders().add("Location", location);
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of("500", FaultRule.status(500, "InternalError")),
                Arguments.of("503", FaultRule.status(503, "SlowDown")),
                Arguments.of("429", FaultRule.status(429, "TooManyRequests")),
                Arguments.of("403", FaultRule.status(403, "AccessDenied")),
                Arguments.of("reset", FaultRule.reset()),
                Arguments.of("hang", FaultRule.hang()),
                Arguments.of("truncated answers", FaultRule.truncate().on("GetBucketLifecycle")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void aFailingStoreIsAskedSeldomAndItsBucketsHealWhenItDoes(String failure, FaultRule rule) {
        cooper.apply(cooper.storeYaml(cooper.store(), "requests: {attemptTimeoutSeconds: 1}"), ObjectStore.class);
        cooper.awaitReason(ObjectStore.class, cooper.store(), "Ready");
        List<String> names = IntStream.range(0, 5)
                .mapToObj(i -> cooper.bucketName("failing-" + i))
                .toList();
        names.forEach(name -> cooper.bucket(name, "lifecycle: {rules: []}"));
        names.forEach(name -> cooper.awaitReason(Bucket.class, name, "Ready"));
        names.forEach(name -> cooper.cloud().addFault(rule.inBucket(name)));
        cooper.cloud().clearRequests();

        names.forEach(name -> cooper.bucket(name, "lifecycle: {rules: [{id: end, expiration: {days: 7}}]}"));
        names.forEach(name -> cooper.await(Bucket.class, name, bucket -> !Readiness.isReady(bucket)));
        Awaitility.await().during(Duration.ofSeconds(8)).atMost(PATIENCE).until(() -> names.stream()
                .allMatch(name -> requests(name).count() <= 16));

        cooper.cloud().clearFaults();
        cooper.advance(Duration.ofSeconds(31)); // the breaker tries again
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> {
            names.forEach(name -> cooper.checkNow(Bucket.class, name));
            return names.stream().allMatch(name -> Readiness.isReady(cooper.get(Bucket.class, name)));
        });
        names.forEach(
                name -> assertThat(cooper.cloud().bucket(name).lifecycle()).hasSize(1));
    }

    @Test
    void aHangingStoreTakesNothingFromAHealthyOne() {
        String dead = cooper.store() + "-dead";
        cooper.apply(cooper.storeYaml(dead, "").replace("default: true", "default: false"), ObjectStore.class);
        cooper.awaitReason(ObjectStore.class, dead, "Ready");
        List<String> hanging = IntStream.range(0, 40)
                .mapToObj(i -> cooper.bucketName("hanging-" + i))
                .toList();
        hanging.forEach(name -> cooper.cloud().addFault(FaultRule.hang().inBucket(name)));
        hanging.forEach(name -> cooper.bucket(name, "storeRef: {name: %s}".formatted(dead)));
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> hanging.stream()
                                .filter(name -> requests(name).findAny().isPresent())
                                .count()
                        >= 30);

        String healthy = cooper.bucketName("healthy");
        cooper.bucket(healthy, "storeRef: {name: %s}".formatted(cooper.store()));
        cooper.awaitReason(Bucket.class, healthy, "Ready");
        assertThat(hanging).as("they hang on").allSatisfy(name -> assertThat(
                        Readiness.isReady(cooper.get(Bucket.class, name)))
                .isFalse());
    }

    /** S3 refuses signatures of more than a quarter of an hour ago. */
    @Test
    void aStoreWhoseClockIsAheadIsServedByItsOwnTime() {
        String name = cooper.bucketName("skewed");
        cooper.bucket(name, "");
        cooper.awaitReason(Bucket.class, name, "Ready");
        cooper.cloud().advanceClock(Duration.ofMinutes(20));
        cooper.cloud().clearRequests();

        cooper.bucket(name, "encryption: {algorithm: AES256}");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> cooper.cloud().bucket(name).encryption().isPresent());
        cooper.awaitReason(Bucket.class, name, "Ready");
        assertThat(requests(name).count()).isLessThanOrEqualTo(16);
    }
}
