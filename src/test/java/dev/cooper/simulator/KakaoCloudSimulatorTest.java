package dev.cooper.simulator;

import static dev.cooper.simulator.Answers.assertOk;
import static dev.cooper.simulator.Answers.assertRefused;
import static dev.cooper.simulator.JsonClient.token;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What tests of the operator do with a simulator: look behind the requests, and interfere. */
class KakaoCloudSimulatorTest {
    private final KakaoCloudSimulator simulator = KakaoCloudSimulator.start();
    private final SignedClient client = SignedClient.of(simulator);

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void eachProjectHasItsOwnBucketNames() throws Exception {
        String other = simulator.addUser("other");
        simulator.addProject("project-b", other);
        SignedClient inProjectB = SignedClient.of(simulator, simulator.createEc2Key(other, "project-b"));

        assertOk(client.call("PUT", "/photos").send());
        assertOk(inProjectB.call("PUT", "/photos").send());

        assertThat(simulator.bucket("photos").ownerId()).isEqualTo(simulator.userId());
        assertThat(simulator.bucket("project-b", "photos").ownerId()).isEqualTo(other);
        assertThat(simulator.buckets("project-b")).containsExactly("photos");
        assertRefused(client.call("GET", "/project-b:photos").send(), 403, "AccessDenied");
        simulator.bucket("project-b", "photos").addGrant(new Grant(Grantee.user(simulator.userId()), Permission.READ));
        assertOk(client.call("GET", "/project-b:photos").send());
    }

    @Test
    void aBucketOfAnotherUserIsForbiddenAndCreatingItAgainProvesNothing() throws Exception {
        String other = simulator.addUser("other");
        simulator.createBucket(simulator.projectId(), other, "photos");

        assertThat(client.call("HEAD", "/photos").send().statusCode()).isEqualTo(403);
        assertOk(client.call("PUT", "/photos").send());
        assertThat(simulator.bucket("photos").ownerId()).isEqualTo(other);
        assertThat(client.call("GET", "/").send().body()).contains("<Name>photos</Name>");
    }

    @Test
    void theProjectsAdminMayDoEverythingWithItsBuckets() throws Exception {
        assertOk(client.call("PUT", "/photos").send());
        SignedClient admin = SignedClient.of(simulator, simulator.createEc2Key(simulator.projectAdminId()));

        assertOk(admin.call("GET", "/photos?acl").send());
        assertOk(admin.call("DELETE", "/photos").send());
        assertThat(simulator.bucket("photos").exists()).isFalse();
    }

    @Test
    void stateIsChangedBehindTheBackOfItsUsers() throws Exception {
        assertOk(client.call("PUT", "/photos").send());
        BucketControl bucket = simulator.bucket("photos");

        bucket.setEncryption("AES256");
        bucket.replaceLifecycle(LifecycleRule.expiring("r", 1, "", Map.of()));
        bucket.setLogging(new LoggingTarget("photos", "log/"));
        bucket.putObject("k", "content".getBytes(UTF_8));

        assertThat(client.call("GET", "/photos?encryption").send().body()).contains("AES256");
        assertThat(client.call("GET", "/photos?lifecycle").send().body()).contains("<ID>r</ID>");
        assertThat(client.call("GET", "/photos?logging").send().body()).contains("log/");
        assertThat(client.call("GET", "/photos/k").send().body()).isEqualTo("content");
        assertThat(bucket.bytesUsed()).isEqualTo(7);

        bucket.removeEncryption();
        bucket.removeLifecycle();
        bucket.removeLogging();
        bucket.deleteObject("k");
        assertThat(client.call("GET", "/photos?encryption").send().statusCode()).isEqualTo(404);
        assertThat(client.call("GET", "/photos?lifecycle").send().statusCode()).isEqualTo(404);
        assertThat(client.call("GET", "/photos/k").send().statusCode()).isEqualTo(404);

        bucket.delete();
        assertThat(client.call("HEAD", "/photos").send().statusCode()).isEqualTo(404);
        assertThatThrownBy(bucket::acl).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void lifecycleRulesExpireObjectsByTheClock() throws Exception {
        Clock noon = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);
        try (KakaoCloudSimulator atNoon =
                KakaoCloudSimulator.builder().clock(noon).start()) {
            expireObjects(atNoon, SignedClient.of(atNoon));
        }
    }

    private static void expireObjects(KakaoCloudSimulator simulator, SignedClient client) throws Exception {
        assertOk(client.call("PUT", "/photos").send());
        assertOk(client.call("PUT", "/photos/logs/old")
                .header("x-amz-tagging", "tier=temp")
                .send());
        assertOk(client.call("PUT", "/photos/logs/kept").send());
        assertOk(client.call("PUT", "/photos/other")
                .header("x-amz-tagging", "tier=temp")
                .send());
        BucketControl bucket = simulator.bucket("photos");
        bucket.replaceLifecycle(
                LifecycleRule.expiring("and", 2, "logs/", Map.of("tier", "temp")),
                new LifecycleRule("off", false, 1, "", Map.of(), LifecycleRule.Form.FILTER_PREFIX));

        assertThat(client.call("HEAD", "/photos/logs/old").send().headers().firstValue("X-Amz-Expiration"))
                .contains("expiry-date=\"Sun, 04 Jan 2026 00:00:00 GMT\", rule-id=\"and\"");
        simulator.advanceClock(Duration.ofHours(60).minusSeconds(1));
        assertThat(bucket.objects()).hasSize(3);
        simulator.advanceClock(Duration.ofSeconds(1));
        assertThat(bucket.objects()).containsExactly("logs/kept", "other");
        assertThat(client.call("GET", "/photos/logs/old").send().statusCode()).isEqualTo(404);
        assertThat(client.call("HEAD", "/photos").send().headers().firstValue("X-Rgw-Object-Count"))
                .contains("2");
    }

    @Test
    void requestsAreRecordedInTheirOrder() throws Exception {
        String token = token(simulator);
        assertOk(client.call("PUT", "/photos").send());
        assertOk(client.call("PUT", "/photos/a/b").body("x").send());
        assertRefused(client.call("DELETE", "/photos").send(), 409, "BucketNotEmpty");

        List<RecordedRequest> requests = simulator.requests();
        assertThat(requests)
                .extracting(RecordedRequest::operation)
                .containsExactly("KeystoneCreateToken", "CreateBucket", "PutObject", "DeleteBucket");
        assertThat(requests).extracting(RecordedRequest::sequence).containsExactly(1L, 2L, 3L, 4L);
        RecordedRequest put = requests.get(2);
        assertThat(put.bucket()).isEqualTo("photos");
        assertThat(put.key()).isEqualTo("a/b");
        assertThat(put.method()).isEqualTo("PUT");
        assertThat(put.path()).isEqualTo("/photos/a/b");
        assertThat(put.userAgent()).startsWith("Java-http-client");
        assertThat(requests.get(3).errorCode()).isEqualTo("BucketNotEmpty");
        assertThat(requests.get(3).status()).isEqualTo(409);
        assertThat(simulator.operations())
                .isEqualTo(Map.of("KeystoneCreateToken", 1, "CreateBucket", 1, "PutObject", 1, "DeleteBucket", 1));
        assertThat(token).isNotEmpty();
        simulator.clearRequests();
        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void theRecordSaysWhatThePageRequiresAndTheRequestLacked() throws Exception {
        assertOk(client.call("PUT", "/photos").send());
        client.call("GET", "/photos?encryption").send();
        client.call("GET", "/photos?encryption")
                .header("Content-Type", "text/html")
                .send();
        client.call("PUT", "/photos?acl").header("x-amz-acl", "private").send();

        assertThat(simulator.requests())
                .extracting(RecordedRequest::missingHeaders)
                .containsExactly(List.of(), List.of("Content-Type"), List.of(), List.of("Content-Type", "Content-MD5"));
    }

    @Test
    void theRecordHoldsNoSecret() throws Exception {
        String token = token(simulator);
        SessionCredentials session = simulator.createSession(simulator.userId(), Duration.ofHours(1));
        assertOk(SignedClient.of(simulator, session).call("PUT", "/photos").send());
        JsonClient.send(
                "GET",
                JsonClient.keystone(simulator, "/auth/tokens"),
                "",
                "X-Auth-Token",
                token,
                "X-Subject-Token",
                token);
        SignedClient.HTTP.send(
                HttpRequest.newBuilder(simulator
                                .endpoint()
                                .resolve("/photos/k?X-Amz-Signature=51900&X-Amz-Security-Token=70ce"))
                        .build(),
                HttpResponse.BodyHandlers.discarding());

        String record = JsonClient.send("GET", simulator.endpoint().resolve("/_simulator/requests"), "")
                        .body()
                + simulator.requests();

        assertThat(record)
                .contains(session.accessKeyId(), "KeystoneValidateToken")
                .doesNotContain(
                        token,
                        session.sessionToken(),
                        session.secretAccessKey(),
                        simulator.userPassword(),
                        "AWS4-HMAC-SHA256",
                        "51900",
                        "70ce");
        assertThat(session.toString()).doesNotContain(session.secretAccessKey());
        assertThat(simulator.applicationCredential().toString())
                .doesNotContain(simulator.applicationCredential().secret());
    }

    @Test
    void manyClientsAtOnceLoseNothing() throws Exception {
        assertOk(client.call("PUT", "/photos").send());
        int writers = 8;
        int writes = 25;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                String prefix = "/photos/" + i + "/";
                running.add(threads.submit(() -> {
                    for (int j = 0; j < writes; j++) {
                        assertOk(client.call("PUT", prefix + j).body("12345").send());
                    }
                    return prefix;
                }));
            }
            for (Future<?> writer : running) {
                writer.get();
            }
        }

        assertThat(simulator.bucket("photos").objects()).hasSize(writers * writes);
        assertThat(simulator.bucket("photos").bytesUsed()).isEqualTo(5L * writers * writes);
        assertThat(simulator.operations()).containsEntry("PutObject", writers * writes);
        assertThat(simulator.requests())
                .extracting(RecordedRequest::sequence)
                .doesNotHaveDuplicates()
                .isSorted();
    }

    @Test
    void aPortThatIsTakenIsAnErrorAndLeavesNothingBehind() {
        int taken = simulator.endpoint().getPort();

        assertThatThrownBy(
                        () -> KakaoCloudSimulator.builder().identityPort(taken).start())
                .hasRootCauseInstanceOf(BindException.class);
    }

    @Test
    void identitiesMayBeChosen() throws Exception {
        try (KakaoCloudSimulator chosen = KakaoCloudSimulator.builder()
                .applicationCredential("ac-id", "ac-secret")
                .restrictedApplicationCredential("rac-id", "rac-secret")
                .projectId("project-a")
                .user("user-a", "password-a")
                .start()) {
            assertThat(chosen.applicationCredential())
                    .isEqualTo(new ApplicationCredential(
                            "ac-id", "unrestricted", "ac-secret", "user-a", "project-a", true));
            assertThat(chosen.restrictedApplicationCredential().projectId()).isEqualTo("project-a");
            assertThat(token(chosen)).isNotEmpty();
            assertThat(chosen.identityEndpoint().getPath()).isEqualTo("/identity/v3");
        }
    }
}
