package dev.cooper.stores;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.api.ObjectStore;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A rotation of a Keystone key on Ceph RGW: both keys sign in the overlap, and Keystone refuses the old one after it. */
@Tag("stores")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set by start()
class KeystoneRotationTest {
    private static final String QUERY = "SignatureMethod=HmacSHA256&SignatureVersion=2";

    private OperatorHarness cooper;
    private String store;
    private String bucket;

    @BeforeAll
    void start() {
        cooper = OperatorHarness.withoutOperator();
        cooper.startOperator();
        store = connect("ceph", "unrestricted");
        bucket = cooper.bucketName("rotated");
        cooper.bucket(bucket, "storeRef: {name: %s}".formatted(store));
        cooper.awaitReason(Bucket.class, bucket, "Ready");
    }

    private String connect(String stem, String credential) {
        String name = stem + "-" + cooper.namespace();
        JsonNode signIn = Stores.keystone().path("applicationCredentials").path(credential);
        cooper.operatorSecret(
                name,
                Map.of(
                        "OS_APPLICATION_CREDENTIAL_ID", signIn.path("id").asText(),
                        "OS_APPLICATION_CREDENTIAL_SECRET",
                                signIn.path("secret").asText()));
        cooper.apply(
                """
                apiVersion: storage.cooper.dev/v1alpha1
                kind: ObjectStore
                metadata: {name: %s}
                spec:
                  provider: ceph-rgw
                  endpoint: %s
                  keystone: {endpoint: "%s/v3"}
                  credentials: {keystone: {secretRef: {name: %s}, exchange: EC2}}
                  allowedNamespaces: {names: [%s]}
                """.formatted(
                                name,
                                Stores.rgwWithKeystone().path("endpoint").asText(),
                                Stores.keystone().path("endpoint").asText(),
                                name,
                                cooper.namespace()),
                ObjectStore.class);
        cooper.awaitReason(ObjectStore.class, name, "Ready");
        return name;
    }

    @AfterAll
    void stop() {
        cooper.close();
        cooper.admin().resources(ObjectStore.class).list().getItems().stream()
                .filter(each -> each.getMetadata().getName().endsWith(cooper.namespace()))
                .forEach(each -> cooper.admin().resource(each).delete());
    }

    private AccessKey apply(String trigger) {
        cooper.accessKey("key", """
                storeRef: {name: %s}
                source: keystoneEc2
                allowBroad: true
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: key}
                rotation: {overlap: 30m, trigger: %s}
                """.formatted(store, bucket, trigger));
        return cooper.awaitReason(AccessKey.class, "key", "Ready");
    }

    @Test
    void bothKeysSignInTheOverlapAndTheOldOneIsRefusedAfterIt() {
        String first = KeyUse.keyId(apply("a"));
        Map<String, String> old = KeyUse.entries(cooper, "key");
        try (KeyUse before = KeyUse.of(cooper, "key")) {
            apply("b");
            cooper.await(AccessKey.class, "key", k -> first.equals(k.getStatus().previousKeyID()));
            try (KeyUse after = KeyUse.of(cooper, "key")) {
                assertThat(before.put(bucket, "by-the-old-key")).isEqualTo(200);
                assertThat(after.get(bucket, "by-the-old-key")).isEqualTo(200);
                assertThat(keystoneTakes(old)).isTrue();

                cooper.advance(Duration.ofMinutes(31));
                cooper.checkNow(AccessKey.class, "key");
                cooper.await(AccessKey.class, "key", k -> k.getStatus().previousKeyID() == null);
                assertThat(keystoneTakes(old)).isFalse();
                assertThat(keystoneTakes(KeyUse.entries(cooper, "key"))).isTrue();
                assertThat(after.put(bucket, "by-the-new-key")).isEqualTo(200);
            }
        }
    }

    /** Cooper has a key of its own here from before; for workloads it may make none. */
    @Test
    void aRestrictedApplicationCredentialIsToldWithTheRemedy() {
        Map<String, String> own = KeyUse.decoded(Objects.requireNonNull(cooper.admin()
                .secrets()
                .inNamespace(OperatorHarness.OPERATOR_NAMESPACE)
                .withName("cooper-" + store + "-ec2")
                .get()));
        cooper.operatorSecret("cooper-restricted-" + cooper.namespace() + "-ec2", own);
        String restricted = connect("restricted", "restricted");
        String name = cooper.bucketName("restricted");
        cooper.bucket(name, "storeRef: {name: %s}".formatted(restricted));
        cooper.awaitReason(Bucket.class, name, "Ready");

        cooper.accessKey("restricted", """
                storeRef: {name: %s}
                source: keystoneEc2
                allowBroad: true
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: restricted}
                """.formatted(restricted, name));
        AccessKey refused = cooper.awaitReason(AccessKey.class, "restricted", "KeyCreationForbidden");
        assertThat(Readiness.message(refused))
                .contains("Use an unrestricted application credential, or source: stsWebIdentity");
    }

    /** Asks Keystone as a gateway does that has not seen the key yet: Ceph RGW itself remembers keys for a while. */
    private static boolean keystoneTakes(Map<String, String> env) {
        String host = "s3.example.com";
        String signature =
                signature(Objects.requireNonNull(env.get("AWS_SECRET_ACCESS_KEY")), "GET\n" + host + "\n/\n" + QUERY);
        String body = new ObjectMapper()
                .valueToTree(Map.of(
                        "credentials",
                        Map.of(
                                "access",
                                Objects.requireNonNull(env.get("AWS_ACCESS_KEY_ID")),
                                "signature",
                                signature,
                                "host",
                                host,
                                "verb",
                                "GET",
                                "path",
                                "/",
                                "params",
                                Map.of("SignatureMethod", "HmacSHA256", "SignatureVersion", "2"))))
                .toString();
        int status = post("/v3/ec2tokens", adminToken(), body).statusCode();
        assertThat(status).isIn(200, 401, 404);
        return status == 200;
    }

    /** Gateways sign in, too, before they ask about keys. */
    private static String adminToken() {
        JsonNode admin = Stores.keystone().path("admin");
        Map<String, String> domain =
                Map.of("name", Stores.keystone().path("domain").path("name").asText());
        String body = new ObjectMapper()
                .valueToTree(Map.of(
                        "auth",
                        Map.of(
                                "identity",
                                Map.of(
                                        "methods",
                                        new String[] {"password"},
                                        "password",
                                        Map.of(
                                                "user",
                                                Map.of(
                                                        "name",
                                                        admin.path("name").asText(),
                                                        "password",
                                                        admin.path("password").asText(),
                                                        "domain",
                                                        domain))),
                                "scope",
                                Map.of(
                                        "project",
                                        Map.of("name", admin.path("project").asText(), "domain", domain)))))
                .toString();
        return post("/v3/auth/tokens", "", body)
                .headers()
                .firstValue("X-Subject-Token")
                .orElseThrow();
    }

    private static HttpResponse<Void> post(String path, String token, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(Stores.keystone().path("endpoint").asText() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("X-Auth-Token", token);
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String signature(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
