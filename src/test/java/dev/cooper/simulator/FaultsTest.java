package dev.cooper.simulator;

import static dev.cooper.simulator.Answers.assertOk;
import static dev.cooper.simulator.Answers.assertRefused;
import static dev.cooper.simulator.JsonClient.json;
import static dev.cooper.simulator.JsonClient.keystone;
import static dev.cooper.simulator.JsonClient.send;
import static dev.cooper.simulator.JsonClient.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private final CountDownLatch recorded = new CountDownLatch(1);
    private final KakaoCloudSimulator simulator = KakaoCloudSimulator.builder()
            .onRequest(request -> {
                if ("hang".equals(request.fault())) {
                    recorded.countDown();
                }
            })
            .start();
    private final SignedClient client = SignedClient.of(simulator);

    @AfterEach
    void close() {
        simulator.close();
    }

    private HttpResponse<String> createBucket(String name) throws IOException, InterruptedException {
        return client.call("PUT", "/" + name).send();
    }

    private URI admin(String call) {
        return simulator.endpoint().resolve("/_simulator/" + call);
    }

    private RecordedRequest lastRequest() {
        return simulator.requests().getLast();
    }

    @Test
    void aStatusStrikesAsOftenAsItSaysAndPerformsNothing() throws Exception {
        simulator.faults(FaultRule.status(503, "SlowDown").on("CreateBucket").times(2));

        assertRefused(createBucket("photos"), 503, "SlowDown");
        assertRefused(createBucket("photos"), 503, "SlowDown");
        assertThat(simulator.bucket("photos").exists()).isFalse();
        assertOk(createBucket("photos"));
        assertThat(simulator.requests()).extracting(RecordedRequest::fault).containsExactly("status", "status", null);
    }

    @Test
    void aRuleStrikesOnlyItsOperationAndBucket() throws Exception {
        simulator.faults(FaultRule.status(500, "InternalError").on("HeadBucket").inBucket("photos"));

        assertOk(createBucket("photos"));
        assertOk(createBucket("other"));
        assertOk(client.call("HEAD", "/other").send());
        assertThat(client.call("HEAD", "/photos").send().statusCode()).isEqualTo(500);
    }

    @Test
    void aStatusMayCarryAnyBody() throws Exception {
        simulator.faults(FaultRule.status(502, "BadGateway").withBody("<html>502 Bad Gateway</html>"));

        HttpResponse<String> response = createBucket("photos");

        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.body()).isEqualTo("<html>502 Bad Gateway</html>");
        assertThat(response.headers().firstValue("Content-Type")).contains("text/html");
    }

    @Test
    void aResetEndsTheConnectionBeforeOrAfterTheWork() {
        simulator.faults(FaultRule.reset().times(1), FaultRule.resetAfter().times(1));

        assertThatThrownBy(() -> createBucket("photos")).isInstanceOf(IOException.class);
        assertThat(simulator.bucket("photos").exists()).isFalse();
        assertThatThrownBy(() -> createBucket("photos")).isInstanceOf(IOException.class);
        assertThat(simulator.bucket("photos").exists()).isTrue();
        assertThat(lastRequest().status()).isZero();
        assertThat(lastRequest().fault()).isEqualTo("resetAfter");
    }

    @Test
    void aTruncatedAnswerEndsInTheMiddle() throws Exception {
        assertOk(createBucket("photos"));
        simulator.faults(FaultRule.truncate().on("ListObjectsV2"));

        assertThatThrownBy(() -> client.call("GET", "/photos?list-type=2").send())
                .isInstanceOf(IOException.class);
        assertThat(lastRequest().status()).isEqualTo(200);
    }

    @Test
    void aHangingRequestIsReadAndNeverAnswered() throws Exception {
        simulator.faults(FaultRule.hang());
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                createBucket("photos");
                outcome.complete(new AssertionError("was answered"));
            } catch (IOException | InterruptedException e) {
                outcome.complete(e);
            }
        });

        recorded.await();
        assertThat(outcome).isNotDone();
        assertThat(simulator.bucket("photos").exists()).isFalse();
        simulator.close();
        assertThat(outcome.join()).isInstanceOf(IOException.class);
        caller.join();
    }

    @Test
    void latencyDelaysAndThenPerforms() throws Exception {
        simulator.faults(FaultRule.latency(1));

        assertOk(createBucket("photos"));
        assertThat(lastRequest().fault()).isEqualTo("latency");
        assertThat(simulator.bucket("photos").exists()).isTrue();
    }

    @Test
    void aProbabilityStrikesSomeRequestsAndTheSameOnesInEveryRun() {
        Recorder.Subject subject = new Recorder.Subject("HeadBucket", true, "photos", "");
        List<Boolean> first = struck(new Faults(7), subject);

        assertThat(first).contains(true, false);
        assertThat(struck(new Faults(7), subject)).isEqualTo(first);
    }

    private static List<Boolean> struck(Faults faults, Recorder.Subject subject) {
        faults.add(FaultRule.reset().withProbability(0.5));
        return IntStream.range(0, 100)
                .mapToObj(_ -> faults.strike(subject).isPresent())
                .toList();
    }

    @Test
    void keystoneAndStsAreStruckByName() throws Exception {
        simulator.faults(
                FaultRule.status(500, "InternalError").on("KeystoneListEc2Credentials"),
                FaultRule.status(503, "ServiceUnavailable").on("AssumeRoleWithWebIdentity"));
        URI ec2 = keystone(simulator, "/users/" + simulator.userId() + "/credentials/OS-EC2");

        HttpResponse<String> response = send("GET", ec2, "", "X-Auth-Token", token(simulator));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(json(response).at("/error/code").asInt()).isEqualTo(500);
        assertRefused(send("POST", simulator.endpoint().resolve("/"), "{}"), 503, "ServiceUnavailable");
    }

    @Test
    void rulesAreSwitchedOverHttpOnEitherListener() throws Exception {
        String rules = """
                [{"operation": "CreateBucket", "status": 503, "code": "SlowDown", "times": 1},
                 {"action": "latency", "latencyMillis": 1}]
                """;
        assertThat(send("PUT", simulator.identityEndpoint().resolve("/_simulator/faults"), rules)
                        .statusCode())
                .isEqualTo(204);
        assertRefused(createBucket("photos"), 503, "SlowDown");
        assertOk(createBucket("photos"));
        assertThat(lastRequest().fault()).isEqualTo("latency");
        assertThat(send("DELETE", admin("faults"), "").statusCode()).isEqualTo(204);
        assertOk(createBucket("photos"));
        assertThat(lastRequest().fault()).isNull();
    }

    @Test
    void wrongRulesAreRefusedAndChangeNothing() throws Exception {
        for (String rules : new String[] {
            "{}",
            "no json",
            "[{\"action\": \"explode\"}]",
            "[{\"colour\": \"red\"}]",
            "[{\"status\": \"503\"}]",
            "[{\"action\": \"reset\"}, {\"probability\": 2}]"
        }) {
            assertThat(send("PUT", admin("faults"), rules).statusCode())
                    .describedAs(rules)
                    .isEqualTo(400);
        }
        assertOk(createBucket("photos"));
        assertThat(send("GET", admin("nothing"), "").statusCode()).isEqualTo(404);
    }

    @Test
    void theClockIsAdvancedAndTheRecordReadAndClearedOverHttp() throws Exception {
        Instant before = simulator.clock().instant();
        assertOk(createBucket("photos"));

        assertThat(send("POST", admin("clock"), "{\"advanceSeconds\": 86400}").statusCode())
                .isEqualTo(200);
        assertThat(simulator.clock().instant()).isAfterOrEqualTo(before.plus(Duration.ofDays(1)));
        assertThat(json(send("GET", admin("requests"), "")).at("/0/operation").asText())
                .isEqualTo("CreateBucket");
        assertThat(send("DELETE", admin("requests"), "").statusCode()).isEqualTo(204);
        assertThat(simulator.requests()).isEmpty();
        assertThat(simulator.operations()).isEmpty();
    }
}
