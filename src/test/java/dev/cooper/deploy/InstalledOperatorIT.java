package dev.cooper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.simulator.KakaoCloudSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole installation at work: two replicas of the packaged operator with the chart's rights, on the examples. */
class InstalledOperatorIT {
    private static final Path EXAMPLE = Path.of("examples", "kakaocloud");
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final Installation installation = Installation.get();
    private final Tool kubectl = installation.kubectl();

    @Test
    void oneReplicaLeadsTheOtherTakesOverAndNoneWorksWithoutTheLease() throws Exception {
        kubectl.run("apply", "-f", EXAMPLE.resolve("namespace.yaml").toString());
        String rendering = new Chart().render("--set", "secrets.watchNamespaces={shop}");
        installation.apply(rendering);
        try (KakaoCloudSimulator cloud = KakaoCloudSimulator.start();
                OperatorPod one = pod("cooper-one", rendering);
                OperatorPod two = pod("cooper-two", rendering)) {
            for (OperatorPod pod : List.of(one, two)) {
                for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                    pod.awaitProbe(probe);
                }
            }
            connect(cloud);
            cloud.addUser("5f0c6c2e-3a55-4a4d-9d2a-0f6c1d2b3a4e", "auditor", "unused", cloud.projectId());
            for (String file :
                    List.of("bucket.yaml", "bucketpolicy.yaml", "accesskey.yaml", "accesskey-temporary.yaml")) {
                kubectl.run("apply", "-f", EXAMPLE.resolve(file).toString());
            }
            awaitReady(
                    "objectstore/kakaocloud",
                    "bucket/shop-receipts",
                    "bucketpolicy/shop-receipts-auditor",
                    "accesskey/shop-receipts",
                    "accesskey/shop-receipts-temporary");
            assertThat(cloud.bucket("shop-receipts").encryption()).contains("AES256");
            kubectl.run("-n", "shop", "delete", "secret", "shop-receipts-s3");
            kubectl.run("-n", "shop", "wait", "--for=create", "--timeout=30s", "secret/shop-receipts-s3");

            OperatorPod leader = leader(one, two);
            OperatorPod other = leader == one ? two : one;
            assertThat(leader.endsInTime(GRACE))
                    .as("a leader ends when it is asked to")
                    .isTrue();
            awaitLeader(other);
            bucket("after-the-change");
            awaitReady("bucket/after-the-change");

            takeTheLease();
            assertThat(other.endsByItself(Duration.ofSeconds(60)))
                    .as("who lost the lease works no more")
                    .isTrue();
            assertThat(other.log()).contains("Another process may lead from now on");
            assertThat(denied()).isEmpty();
        }
    }

    private OperatorPod pod(String name, String rendering) throws IOException {
        return OperatorPod.start(name, installation, OperatorPod.packaged(), rendering, Map.of());
    }

    private void connect(KakaoCloudSimulator cloud) throws Exception {
        installation.apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: kakaocloud, namespace: cooper-system}
                stringData: {OS_APPLICATION_CREDENTIAL_ID: "%s", OS_APPLICATION_CREDENTIAL_SECRET: "%s"}
                """.formatted(
                        cloud.applicationCredential().id(),
                        cloud.applicationCredential().secret()));
        installation.apply(Files.readString(EXAMPLE.resolve("objectstore.yaml"))
                + "  endpoint: %s\n  keystone: {endpoint: \"%s\"}\n"
                        .formatted(cloud.endpoint(), cloud.identityEndpoint()));
    }

    private void bucket(String name) {
        installation.apply("""
                {apiVersion: storage.cooper.dev/v1alpha1, kind: Bucket, metadata: {name: %s, namespace: shop}, spec: {}}
                """.formatted(name));
    }

    private void awaitReady(String... resources) {
        kubectl.run(Stream.concat(
                        Stream.of("-n", "shop", "wait", "--for=condition=Ready", "--timeout=60s"), Stream.of(resources))
                .toArray(String[]::new));
    }

    private String holder() {
        return kubectl.run(
                "-n",
                Chart.NAMESPACE,
                "get",
                "lease",
                "cooper",
                "--ignore-not-found",
                "--output=jsonpath={.spec.holderIdentity}");
    }

    /** The next operator on this cluster would wait for the end of a lease that nobody renews. */
    @AfterEach
    void leaveNoLease() {
        kubectl.run("-n", Chart.NAMESPACE, "delete", "lease", "cooper", "--ignore-not-found");
    }

    /** As a partition would: the lease is another's, and stays so. */
    private void takeTheLease() {
        kubectl.run(
                "-n",
                Chart.NAMESPACE,
                "patch",
                "lease",
                "cooper",
                "--type=merge",
                "--patch={\"spec\":{\"holderIdentity\":\"another\",\"leaseDurationSeconds\":3600}}");
    }

    private OperatorPod leader(OperatorPod... pods) {
        String holder = holder();
        return Stream.of(pods)
                .filter(pod -> pod.name().equals(holder))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody leads: " + holder));
    }

    private void awaitLeader(OperatorPod pod) {
        Awaitility.await("the other leads").atMost(Duration.ofSeconds(40)).until(() -> holder().equals(pod.name()));
    }

    private List<String> denied() {
        return installation
                .cluster()
                .auditLog()
                .filter(line ->
                        line.contains("system:serviceaccount:cooper-system:cooper") && line.contains("\"code\":403"))
                .toList();
    }
}
