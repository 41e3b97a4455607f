package dev.cooper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cooper.demo.SecretMount;
import dev.cooper.simulator.KakaoCloudSimulator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart's credentials endpoint: the certificate that helm makes, the packaged operator, and a pod that fetches. */
class CredentialsEndpointIT {
    private static final String OPERATOR = "system:serviceaccount:cooper-system:cooper";
    private static final String NAMESPACE = "fetching";
    private static final String FETCH = "/v1/namespaces/" + NAMESPACE + "/accesskeys/key";

    private final Installation installation = Installation.get();
    private final Tool kubectl = installation.kubectl();

    @TempDir
    Path mount;

    @Test
    void eachReplicaHandsOutKeysWithoutTellingThemToItsLog() throws Exception {
        String rendering = rendering();
        installation.apply(rendering);
        SecretMount.write(Chart.credentialsCertificate(rendering), mount);
        try (KakaoCloudSimulator cloud = KakaoCloudSimulator.start();
                OperatorPod one = pod("credentials-one", rendering);
                OperatorPod two = pod("credentials-two", rendering)) {
            for (OperatorPod pod : List.of(one, two)) {
                pod.awaitProbe("readinessProbe");
            }
            String token = connect(cloud);
            String secretKey = secretKey();
            for (OperatorPod pod : List.of(one, two)) {
                JsonNode key = new ObjectMapper().readTree(fetch(pod, token).out());
                assertThat(key.path("SecretAccessKey").asText()).isEqualTo(secretKey);
            }
            fetch(one, token + "x");
            assertThat(mayReviewTokens()).isTrue();
            assertThat(one.listening())
                    .containsExactlyInAnyOrder(
                            one.port().orElseThrow(), one.credentialsPort().orElseThrow());

            String next = rendering();
            SecretMount.write(Chart.credentialsCertificate(next), mount);
            Awaitility.await("another certificate is shown")
                    .atMost(Duration.ofSeconds(30))
                    .until(() ->
                            fetch(one, token).exit() == 0 && fetch(two, token).exit() == 0);

            for (OperatorPod pod : List.of(one, two)) {
                assertThat(pod.log())
                        .contains(" TRACE ", "handed to system:serviceaccount:fetching:app")
                        .containsOnlyOnce("The certificate of the credentials endpoint is another now");
                for (String secret : List.of(secretKey, token, privateKey(rendering))) {
                    assertThat(pod.log().contains(secret)).isFalse();
                    assertThat(pod.log().contains(base64(secret))).isFalse();
                }
            }
            kubectl.run("-n", NAMESPACE, "delete", "accesskey/key", "bucket/fetched-by-pods", "--timeout=60s");
            kubectl.run("delete", "objectstore/fetching", "--timeout=60s");
        }
    }

    @Test
    void aStartWithoutItListensForProbesAloneAndMayReviewNoTokens() throws Exception {
        String rendering = new Chart().render();
        installation.apply(rendering);
        try (OperatorPod pod = OperatorPod.start("credentials-off", installation, OperatorPod.packaged())) {
            pod.awaitProbe("readinessProbe");

            assertThat(pod.listening()).containsExactly(pod.port().orElseThrow());
            assertThat(pod.credentialsPort()).isEmpty();
            assertThat(mayReviewTokens()).isFalse();
        }
    }

    private boolean mayReviewTokens() {
        return kubectl.tryOn("", "auth", "can-i", "create", "tokenreviews", "--as=" + OPERATOR)
                        .exit()
                == 0;
    }

    /** What the chart adds for it, so that the next test meets a default installation. */
    @AfterEach
    void takeItsRightsBack() {
        kubectl.run("delete", "clusterrolebinding,clusterrole", "cooper-credentials", "--ignore-not-found");
    }

    private static String rendering() {
        return new Chart()
                .render("--set", "credentialsEndpoint.enabled=true,env[0].name=QUARKUS_LOG_LEVEL,env[0].value=TRACE");
    }

    private OperatorPod pod(String name, String rendering) throws Exception {
        return OperatorPod.start(
                name,
                installation,
                Stream.concat(
                                Stream.of("env", "QUARKUS_TLS_CREDENTIALS_RELOAD_PERIOD=1s"),
                                OperatorPod.packaged().stream())
                        .toList(),
                rendering,
                Map.of(OperatorPod.CREDENTIALS_MOUNT, mount));
    }

    private static String privateKey(String rendering) {
        String pem = new String(
                Base64.getDecoder()
                        .decode(Chart.credentialsCertificate(rendering)
                                .getData()
                                .get("tls.key")),
                StandardCharsets.UTF_8);
        return pem.lines().skip(1).findFirst().orElseThrow();
    }

    /** A key that a ServiceAccount may fetch; returns a token of that. */
    private String connect(KakaoCloudSimulator cloud) {
        installation.namespace(NAMESPACE);
        installation.apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: fetching, namespace: cooper-system}
                stringData: {OS_APPLICATION_CREDENTIAL_ID: "%s", OS_APPLICATION_CREDENTIAL_SECRET: "%s"}
                ---
                apiVersion: storage.cooper.dev/v1alpha1
                kind: ObjectStore
                metadata: {name: fetching}
                spec:
                  provider: kakaocloud
                  endpoint: %s
                  keystone: {endpoint: "%s"}
                  credentials: {keystone: {secretRef: {name: fetching}}}
                  allowedNamespaces: {names: [fetching]}
                """.formatted(
                        cloud.applicationCredential().id(),
                        cloud.applicationCredential().secret(),
                        cloud.endpoint(),
                        cloud.identityEndpoint()));
        kubectl.run("wait", "--for=condition=Ready", "--timeout=60s", "objectstore/fetching");
        installation.apply("""
                {apiVersion: v1, kind: ServiceAccount, metadata: {name: app, namespace: fetching}}
                ---
                apiVersion: storage.cooper.dev/v1alpha1
                kind: Bucket
                metadata: {name: fetched-by-pods, namespace: fetching}
                spec: {storeRef: {name: fetching}}
                ---
                apiVersion: storage.cooper.dev/v1alpha1
                kind: AccessKey
                metadata: {name: key, namespace: fetching}
                spec:
                  storeRef: {name: fetching}
                  source: keystoneEc2
                  allowBroad: true
                  buckets: [{bucketRef: {name: fetched-by-pods}}]
                  secret: {name: key, formats: [env, containerCredentials]}
                  credentialsEndpoint: {serviceAccounts: [app]}
                """);
        kubectl.run("-n", NAMESPACE, "wait", "--for=condition=Ready", "--timeout=60s", "accesskey/key");
        assertThat(configMap("AWS_CONTAINER_CREDENTIALS_FULL_URI"))
                .isEqualTo("https://" + OperatorPod.CREDENTIALS_HOST + FETCH);
        return kubectl.run("-n", NAMESPACE, "create", "token", "app", "--audience=storage.cooper.dev")
                .strip();
    }

    private String configMap(String key) {
        return kubectl.run("-n", NAMESPACE, "get", "configmap", "key", "--output=jsonpath={.data." + key + "}");
    }

    private String secretKey() {
        return new String(
                Base64.getDecoder()
                        .decode(kubectl.run(
                                "-n",
                                NAMESPACE,
                                "get",
                                "secret",
                                "key",
                                "--output=jsonpath={.data.AWS_SECRET_ACCESS_KEY}")),
                StandardCharsets.UTF_8);
    }

    /** With what is mounted as the authority now. */
    private Tool.Run fetch(OperatorPod pod, String token) throws Exception {
        return pod.fetch(FETCH, token, mount.resolve("ca.crt"));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
