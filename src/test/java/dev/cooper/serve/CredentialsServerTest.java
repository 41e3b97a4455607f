package dev.cooper.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.RunningEndpoint;
import dev.cooper.harness.TestAccount;
import dev.cooper.harness.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Who gets which key, with tokens of the real API server, under the shipped rights. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set by start()
class CredentialsServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Path folder;

    private RunningEndpoint endpoint;
    private OperatorHarness cooper;
    private HttpClient client;
    private TestAccount app;
    private String bucket;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException, GeneralSecurityException {
        folder = temporary;
        TestCertificate certificate = TestCertificate.in(folder.resolve("first"));
        endpoint = RunningEndpoint.start(certificate);
        cooper = OperatorHarness.start(endpoint);
        client = client(certificate);
        app = TestAccount.create(cooper.admin(), cooper.namespace(), "app");
        bucket = cooper.bucketName("fetched");
        cooper.bucket(bucket, "");
        cooper.awaitReason(Bucket.class, bucket, "Ready");
        key("sessions", "stsWebIdentity", "");
        key("lasting", "keystoneEc2", "rotation: {overlap: 30m}");
    }

    @AfterAll
    void stop() {
        client.close();
        cooper.close();
        endpoint.close();
    }

    private static HttpClient client(TestCertificate trusted) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(trusted.trustStore())) {
            store.load(file, TestCertificate.PASSWORD.toCharArray());
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private AccessKey key(String name, String source, String more) {
        apply(name, source, "app", bucket, more);
        return cooper.awaitReason(AccessKey.class, name, "Ready");
    }

    private void apply(String name, String source, String account, String bucketRef, String more) {
        cooper.accessKey(name, """
                source: %s
                allowBroad: true
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: %s}
                credentialsEndpoint: {serviceAccounts: [other, %s]}
                %s
                """.formatted(source, bucketRef, name, account, more));
    }

    private HttpResponse<String> fetch(String token, String namespace, String name) throws Exception {
        return fetch(client, token, "/v1/namespaces/" + namespace + "/accesskeys/" + name);
    }

    private HttpResponse<String> fetch(HttpClient with, String token, String path) throws Exception {
        return with.send(
                HttpRequest.newBuilder(endpoint.address().url().resolve(path))
                        .header("Authorization", token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> assume(String token, String namespace, String name) throws Exception {
        return assume("Boto3/1.35.99", token, namespace, name);
    }

    private HttpResponse<String> assume(String userAgent, String token, String namespace, String name)
            throws Exception {
        return post(
                userAgent,
                Map.of(
                        "Action", "AssumeRoleWithWebIdentity",
                        "Version", "2011-06-15",
                        "RoleSessionName", "any",
                        "RoleArn", "arn:aws:iam:::role/%s/%s".formatted(namespace, name),
                        "WebIdentityToken", token));
    }

    private HttpResponse<String> post(String userAgent, Map<String, String> form) throws Exception {
        String body = form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return client.send(
                HttpRequest.newBuilder(URI.create(endpoint.address().url() + "/"))
                        .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                        .header("User-Agent", userAgent)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String token() {
        return app.token(RunningEndpoint.AUDIENCE);
    }

    private Map<String, String> entries(String secret) {
        return Objects.requireNonNull(cooper.admin()
                        .secrets()
                        .inNamespace(cooper.namespace())
                        .withName(secret)
                        .get())
                .getData()
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> new String(Base64.getDecoder().decode(entry.getValue()), StandardCharsets.UTF_8)));
    }

    @Test
    void aSessionIsHandedOutWithItsOwnEnd() throws Exception {
        HttpResponse<String> response = fetch(token(), cooper.namespace(), "sessions");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        Map<String, String> secret = entries("sessions");
        JsonNode document = JSON.readTree(response.body());
        assertThat(document.path("AccessKeyId").asText()).isEqualTo(secret.get("AWS_ACCESS_KEY_ID"));
        assertThat(document.path("SecretAccessKey").asText()).isEqualTo(secret.get("AWS_SECRET_ACCESS_KEY"));
        assertThat(document.path("Token").asText()).isEqualTo(secret.get("AWS_SESSION_TOKEN"));
        assertThat(document.path("Expiration").asText())
                .isEqualTo(Objects.requireNonNull(cooper.get(AccessKey.class, "sessions"))
                        .statusOrEmpty()
                        .expiresAt());
    }

    @Test
    void aKeyWithoutAnEndIsToBeAskedForAgainWithinItsOverlap() throws Exception {
        Instant before = endpoint.clock().instant();
        JsonNode document = JSON.readTree(
                fetch("Bearer " + token(), cooper.namespace(), "lasting").body());

        assertThat(document.path("AccessKeyId").asText())
                .isEqualTo(entries("lasting").get("AWS_ACCESS_KEY_ID"));
        assertThat(document.has("Token")).isFalse();
        assertThat(Instant.parse(document.path("Expiration").asText()))
                .isBetween(
                        before.plus(Duration.ofMinutes(29)),
                        endpoint.clock().instant().plus(Duration.ofMinutes(30)));
    }

    @Test
    void theConfigMapTellsPodsWhereToFetchAndTheSecretShowsThemNoKey() {
        cooper.accessKey("told", """
                source: keystoneEc2
                allowBroad: true
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: told, formats: [obc, containerCredentials, webIdentity]}
                credentialsEndpoint: {serviceAccounts: [app]}
                """.formatted(bucket));
        AccessKey both = cooper.awaitReason(AccessKey.class, "told", "Ready");
        String url = endpoint.address().url().toString();
        assertThat(configMap("told"))
                .containsEntry("BUCKET_NAME", bucket)
                .containsEntry("BUCKET_SUBREGION", "")
                .containsEntry("AWS_ENDPOINT_URL_S3", cooper.cloud().endpoint().toString())
                .containsEntry("AWS_REGION", "kr-central-2")
                .containsEntry(
                        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                        url + "/v1/namespaces/" + cooper.namespace() + "/accesskeys/told")
                .containsEntry("AWS_ENDPOINT_URL_STS", url)
                .containsEntry("AWS_ROLE_ARN", "arn:aws:iam:::role/" + cooper.namespace() + "/told")
                .containsKey("ca.crt");

        cooper.accessKey("told", """
                source: keystoneEc2
                allowBroad: true
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: told, formats: [containerCredentials]}
                credentialsEndpoint: {serviceAccounts: [app]}
                """.formatted(bucket));
        AccessKey changed = cooper.awaitReason(AccessKey.class, "told", "Ready");
        assertThat(changed.statusOrEmpty().keyID())
                .isEqualTo(both.statusOrEmpty().keyID());
        assertThat(configMap("told")).doesNotContainKeys("AWS_ROLE_ARN", "BUCKET_SUBREGION");
        assertThat(entries("told")).containsOnlyKeys(".cooper.json");
    }

    private Map<String, String> configMap(String name) {
        return Objects.requireNonNull(cooper.admin()
                        .configMaps()
                        .inNamespace(cooper.namespace())
                        .withName(name)
                        .get())
                .getData();
    }

    @Test
    void aRoleIsAssumedByTheSameToken() throws Exception {
        HttpResponse<String> response = assume(token(), cooper.namespace(), "sessions");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .contains(
                        "<AccessKeyId>" + entries("sessions").get("AWS_ACCESS_KEY_ID") + "</AccessKeyId>",
                        "<SessionToken>" + entries("sessions").get("AWS_SESSION_TOKEN") + "</SessionToken>");
    }

    @Test
    void theSdkForJavaIsToldThatAKeyHasNoSessionToken() throws Exception {
        String java = "aws-sdk-java/2.57.8 md/io#sync md/http#Apache";
        HttpResponse<String> refused = assume(java, token(), cooper.namespace(), "lasting");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("<Code>NoSessionToken</Code>", "containerCredentials");
        assertThat(assume(java, token(), cooper.namespace(), "sessions").statusCode())
                .isEqualTo(200);
        assertThat(assume(token(), cooper.namespace(), "lasting").statusCode()).isEqualTo(200);
    }

    /** In either dialect. */
    private void assertRefused(int status, String code, String token, String namespace, String name) throws Exception {
        HttpResponse<String> container = fetch(token, namespace, name);
        assertThat(container.statusCode()).isEqualTo(status);
        assertThat(JSON.readTree(container.body()).path("code").asText()).isEqualTo(code);
        assertThat(JSON.readTree(container.body()).path("message").asText()).isNotEmpty();
        HttpResponse<String> role = assume(token, namespace, name);
        assertThat(role.statusCode()).isEqualTo(status);
        assertThat(role.body()).contains("<Code>" + code + "</Code>");
    }

    @Test
    void aTokenForAnotherAudienceIsRefused() throws Exception {
        assertRefused(401, "InvalidIdentityToken", app.token(), cooper.namespace(), "sessions");
        assertRefused(401, "InvalidIdentityToken", app.token("another"), cooper.namespace(), "sessions");
        assertRefused(401, "InvalidIdentityToken", "", cooper.namespace(), "sessions");
    }

    @Test
    void anExpiredTokenIsRefused() throws Exception {
        String token = token();
        assertThat(fetch(signed(token, Duration.ZERO), cooper.namespace(), "sessions")
                        .statusCode())
                .as("the same token, signed here")
                .isEqualTo(200);
        assertRefused(401, "InvalidIdentityToken", signed(token, Duration.ofHours(-1)), cooper.namespace(), "sessions");
    }

    /** A token as the API server would have signed it at another time. */
    private String signed(String token, Duration shift) throws IOException, GeneralSecurityException {
        String[] parts = token.split("\\.", -1);
        ObjectNode claims = (ObjectNode) JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
        for (String time : new String[] {"iat", "nbf", "exp"}) {
            claims.put(time, claims.path(time).asLong() + shift.toSeconds());
        }
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String content = parts[0] + "." + encoder.encodeToString(JSON.writeValueAsBytes(claims));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(signingKey());
        signature.update(content.getBytes(StandardCharsets.US_ASCII));
        return content + "." + encoder.encodeToString(signature.sign());
    }

    private PrivateKey signingKey() throws IOException, GeneralSecurityException {
        String pem = Files.readString(cooper.cluster().serviceAccountKey()).replaceAll("-----[^-]+-----|\\s", "");
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
    }

    @Test
    void whoIsNotNamedGetsNothingAndLearnsNothing() throws Exception {
        String elsewhere = cooper.cluster().newNamespace();
        String namesake = TestAccount.create(cooper.admin(), elsewhere, "app").token(RunningEndpoint.AUDIENCE);
        String unnamed = TestAccount.create(cooper.admin(), cooper.namespace(), "unnamed")
                .token(RunningEndpoint.AUDIENCE);

        assertRefused(403, "AccessDenied", namesake, cooper.namespace(), "sessions");
        assertRefused(403, "AccessDenied", unnamed, cooper.namespace(), "sessions");
        assertRefused(403, "AccessDenied", token(), cooper.namespace(), "nothing");
        assertThat(fetch(unnamed, cooper.namespace(), "sessions").body())
                .as("whether there is a key or not")
                .isEqualTo(fetch(unnamed, cooper.namespace(), "nothing").body())
                .isEqualTo(fetch(namesake, cooper.namespace(), "sessions").body());
        cooper.admin().namespaces().withName(elsewhere).delete();
    }

    @Test
    void nobodyGetsAKeyThatNamesNobodyOrIsDeleted() throws Exception {
        AccessKey key = key("going", "keystoneEc2", "");
        assertThat(fetch(token(), cooper.namespace(), "going").statusCode()).isEqualTo(200);
        cooper.accessKey("going", """
                source: keystoneEc2
                allowBroad: true
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: going}
                """.formatted(bucket));
        assertRefused(403, "AccessDenied", token(), cooper.namespace(), "going");
        cooper.delete(key);
        assertRefused(403, "AccessDenied", token(), cooper.namespace(), "going");
    }

    @Test
    void aKeyThatIsNotThereYetIsToBeAskedForAgain() throws Exception {
        apply("early", "keystoneEc2", "app", "missing-" + bucket, "");
        cooper.awaitReason(AccessKey.class, "early", "BucketNotReady");
        assertRefused(503, "KeyNotReady", token(), cooper.namespace(), "early");
    }

    @Test
    void anEditedSecretIsNotHandedOut() throws Exception {
        key("edited", "keystoneEc2", "");
        cooper.admin()
                .secrets()
                .inNamespace(cooper.namespace())
                .withName("edited")
                .edit(secret -> {
                    secret.getData()
                            .put(
                                    "AWS_ACCESS_KEY_ID",
                                    Base64.getEncoder().encodeToString("mine".getBytes(StandardCharsets.UTF_8)));
                    return secret;
                });
        assertRefused(503, "KeyNotReady", token(), cooper.namespace(), "edited");
    }

    @Test
    void otherPathsAndActionsAreNotFound() throws Exception {
        for (String path : new String[] {
            "/",
            "/v1/namespaces/a/accesskeys/",
            "/v1/namespaces/a/accesskeys/b/c",
            "/v1/namespaces/A/accesskeys/%2e%2e",
            "/q/health",
            "/q/metrics"
        }) {
            assertThat(fetch(client, token(), path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(post("any", Map.of("Action", "GetCallerIdentity")).statusCode())
                .isEqualTo(404);
        assertThat(post(
                                "any",
                                Map.of(
                                        "Action", "AssumeRoleWithWebIdentity",
                                        "RoleArn", "arn:aws:iam::123456789012:role/other",
                                        "WebIdentityToken", token()))
                        .statusCode())
                .isEqualTo(404);
    }

    /** A TokenReview, the AccessKey and its Secret; within ten seconds the same token is not asked about again. */
    @Test
    void aFetchAsksTheApiServerThreeTimesAndTheNextTwice() throws Exception {
        String token = token();
        long reviews = cooper.audit().tokenReviews();
        long keys = asked("get accesskeys");
        long secrets = asked("get secrets");
        fetch(token, cooper.namespace(), "sessions");
        fetch(token, cooper.namespace(), "sessions");

        Awaitility.await("the audit log is written").until(() -> asked("get accesskeys") == keys + 2);
        assertThat(cooper.audit().tokenReviews()).isEqualTo(reviews + 1);
        assertThat(asked("get secrets")).isEqualTo(secrets + 2);
        endpoint.clock().advance(Duration.ofSeconds(11));
        fetch(token, cooper.namespace(), "sessions");
        Awaitility.await().until(() -> cooper.audit().tokenReviews() == reviews + 2);
    }

    private long asked(String what) {
        return cooper.audit().requests().stream()
                .filter(request -> request.startsWith(what) && request.contains("/sessions "))
                .count();
    }

    @Test
    void theShippedRightsAreEnough() {
        assertThat(cooper.audit().denied()).isEmpty();
    }

    @Test
    void outcomesAreCounted() throws Exception {
        double before = counted("Granted");
        fetch(token(), cooper.namespace(), "sessions");
        assertThat(counted("Granted")).isEqualTo(before + 1);
    }

    private double counted(String outcome) {
        return endpoint.meters()
                .counter("cooper.credentials.requests", "outcome", outcome)
                .count();
    }

    @Test
    void anotherCertificateIsShownAtOnce(@TempDir Path other) throws Exception {
        TestCertificate next = TestCertificate.in(other);
        try (RunningEndpoint renewing = RunningEndpoint.start(TestCertificate.in(folder.resolve("second")))) {
            URI uri = renewing.address().url();
            assertThat(isTrusted(uri, next)).isFalse();
            renewing.renew(next);
            Awaitility.await().until(() -> isTrusted(uri, next));
        }
    }

    private static boolean isTrusted(URI uri, TestCertificate trusted) throws Exception {
        try (HttpClient fresh = client(trusted)) {
            fresh.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding());
            return true;
        } catch (SSLException e) {
            return false;
        }
    }
}
