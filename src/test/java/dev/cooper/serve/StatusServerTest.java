package dev.cooper.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cooper.api.Bucket;
import dev.cooper.harness.OffsetClock;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.TestAccount;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the status page answers to whom, by the rules of the real API server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set by start()
class StatusServerTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Vertx vertx = Vertx.vertx();
    private final OffsetClock clock = new OffsetClock();
    private OperatorHarness cooper;
    private KubernetesClient asked;
    private StatusServer server;
    private String asker;
    private TestAccount member;
    private TestAccount auditor;
    private TestAccount nobody;

    @BeforeAll
    void start() {
        cooper = OperatorHarness.start();
        cooper.bucket("mine", "lifecycle: {rules: []}");
        cooper.awaitReason(Bucket.class, "mine", "Ready");
        asker = "status-page-of-" + cooper.namespace();
        Config config = new ConfigBuilder(cooper.admin().getConfiguration())
                .withImpersonateUsername(asker)
                .withImpersonateGroups("system:masters")
                .build();
        asked = new KubernetesClientBuilder().withConfig(config).build();
        server = StatusServer.start(asked, cooper.resources(), clock, vertx, "127.0.0.1", 0);
        member = TestAccount.create(cooper.admin(), cooper.namespace(), "member");
        auditor = TestAccount.create(cooper.admin(), cooper.namespace(), "auditor");
        nobody = TestAccount.create(cooper.admin(), cooper.namespace(), "nobody");
        allowToListBuckets(member);
        cooper.admin()
                .resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName(asker)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "cluster-admin")
                        .addNewSubject("", "ServiceAccount", auditor.name(), cooper.namespace())
                        .build())
                .create();
    }

    private void allowToListBuckets(TestAccount account) {
        cooper.admin()
                .resource(new RoleBuilder()
                        .withNewMetadata()
                        .withName(account.name())
                        .withNamespace(cooper.namespace())
                        .endMetadata()
                        .addNewRule()
                        .withApiGroups("storage.cooper.dev")
                        .withResources("buckets")
                        .withVerbs("list")
                        .endRule()
                        .build())
                .create();
        cooper.admin()
                .resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName(account.name())
                        .withNamespace(cooper.namespace())
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", account.name())
                        .addNewSubject("", "ServiceAccount", account.name(), cooper.namespace())
                        .build())
                .create();
    }

    @AfterAll
    void stop() {
        cooper.admin().rbac().clusterRoleBindings().withName(asker).delete();
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        asked.close();
        cooper.close();
    }

    private HttpResponse<String> send(String method, String path, String authorization)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d%s".formatted(server.port(), path)))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode seenBy(TestAccount account, String query) throws IOException, InterruptedException {
        HttpResponse<String> response = send("GET", "/api/status" + query, "Bearer " + account.token());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new ObjectMapper().readTree(response.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer ", "Bearer rubbish", "Basic YWRtaW46YWRtaW4="})
    void whoeverIsNotKnownSeesNothing(String authorization) throws Exception {
        HttpResponse<String> response = send("GET", "/api/status", authorization);
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(response.body()).doesNotContain("mine");
    }

    @Test
    void somebodyWithANamespaceSeesWhatMayBeListedThere() throws Exception {
        JsonNode seen = seenBy(member, "");
        assertThat(seen.path("user").asText())
                .isEqualTo("system:serviceaccount:%s:member".formatted(cooper.namespace()));
        assertThat(seen.path("buckets").findValuesAsText("namespace")).containsOnly(cooper.namespace());
        JsonNode bucket = seen.path("buckets").get(0);
        assertThat(bucket.path("bucketName").asText()).isEqualTo("mine");
        assertThat(bucket.path("store").asText()).isEqualTo(cooper.store());
        assertThat(bucket.at("/condition/health").asText()).isEqualTo("HEALTHY");
        assertThat(seen.path("stores").isMissingNode()).isTrue();
        assertThat(seen.path("keys")).isEmpty();
    }

    @Test
    void somebodyWithoutRightsSeesNothing() throws Exception {
        JsonNode seen = seenBy(nobody, "");
        assertThat(seen.path("namespaces")).isEmpty();
        assertThat(seen.path("buckets")).isEmpty();
        assertThat(seen.path("stores").isMissingNode()).isTrue();
    }

    @Test
    void somebodyWithTheClusterSeesAllOrTheNamespaceAskedFor() throws Exception {
        JsonNode all = seenBy(auditor, "");
        assertThat(all.path("namespaces").isMissingNode()).as("no bounds").isTrue();
        assertThat(all.path("buckets").findValuesAsText("namespace")).contains(cooper.namespace());
        assertThat(all.path("stores").findValuesAsText("name")).contains(cooper.store());
        assertThat(all.at("/stores/0/capabilities").size()).isPositive();
        assertThat(seenBy(auditor, "?namespace=" + cooper.namespace())
                        .path("buckets")
                        .findValuesAsText("namespace"))
                .containsOnly(cooper.namespace());
        assertThat(seenBy(auditor, "?namespace=elsewhere").path("buckets")).isEmpty();
    }

    @Test
    void aRightThatIsTakenAwayIsGoneInHalfAMinute() throws Exception {
        TestAccount leaver = TestAccount.create(cooper.admin(), cooper.namespace(), "leaver");
        allowToListBuckets(leaver);
        assertThat(seenBy(leaver, "").path("buckets")).isNotEmpty();
        cooper.admin()
                .rbac()
                .roleBindings()
                .inNamespace(cooper.namespace())
                .withName(leaver.name())
                .delete();
        Awaitility.await().until(() -> {
            clock.advance(Duration.ofSeconds(31));
            return seenBy(leaver, "").path("buckets").isEmpty();
        });
    }

    /** Resources come from the caches: the API server is asked who somebody is and what that person may see. */
    @Test
    void nothingIsListed() throws Exception {
        seenBy(auditor, "");
        seenBy(member, "");
        List<String> requests = cooper.cluster()
                .auditLog()
                .filter(line -> line.contains("\"impersonatedUser\":{\"username\":\"%s\"".formatted(asker)))
                .map(line -> line.replaceAll(".*\"requestURI\":\"([^\"?]*).*", "$1"))
                .distinct()
                .toList();
        assertThat(requests)
                .containsExactlyInAnyOrder(
                        "/apis/authentication.k8s.io/v1/tokenreviews",
                        "/apis/authorization.k8s.io/v1/subjectaccessreviews");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/status.css", "/status.js", "/icon.svg", "/api/status", "/nothing"})
    void everyAnswerForbidsWhatThePageDoesNotNeed(String path) throws Exception {
        HttpResponse<String> response = send("GET", path, "");
        assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
                .doesNotContain("unsafe");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(response.body()).doesNotContain("http://fonts", "https://");
    }

    @Test
    void nothingElseIsServed() throws Exception {
        assertThat(send("GET", "/../application.properties", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/status-page/index.html", "").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/api/status", "Bearer " + auditor.token()).statusCode())
                .isEqualTo(405);
    }
}
