package dev.cooper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cooper.cluster.LocalCluster;
import dev.cooper.demo.SecretMount;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.simulator.KakaoCloudSimulator;
import dev.cooper.simulator.RecordedRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged operator, with all that the chart can switch on, uses each right that the chart gives it, and asks for no
 * other.
 */
class GrantedRightsIT {
    /** JOSDK's leader election does not start without it, and never uses it. */
    private static final Right ONLY_CHECKED = new Right("update", "leases", "coordination.k8s.io", true);

    @TempDir
    Path mount;

    @Test
    void eachGrantedVerbIsUsedNothingIsDeniedAndSecretsOfOthersAreNotListed() throws Exception {
        Installation installation = Installation.another("granted-rights", new Chart().render());
        List<Consumer<RecordedRequest>> listeners = new CopyOnWriteArrayList<>();
        try (KakaoCloudSimulator cloud = KakaoCloudSimulator.builder()
                        .onRequest(request -> listeners.forEach(listener -> listener.accept(request)))
                        .start();
                OperatorHarness cooper = OperatorHarness.on(installation.cluster(), cloud)) {
            String rendering = new Chart()
                    .render(
                            "--set",
                            "credentialsEndpoint.enabled=true,statusPage.enabled=true,secrets.watchNamespaces={%s}"
                                    .formatted(cooper.namespace()));
            String restarts = EachFunction.restarts(cooper.namespace());
            installation.apply(rendering);
            installation.apply(restarts);
            SecretMount.write(Chart.credentialsCertificate(rendering), mount);
            try (OperatorPod pod = OperatorPod.start(
                    "granted-rights",
                    installation,
                    OperatorPod.packaged(),
                    rendering,
                    Map.of(OperatorPod.CREDENTIALS_MOUNT, mount))) {
                pod.awaitProbe("readinessProbe");
                new EachFunction(cooper, pod, mount.resolve("ca.crt"), listeners::add).use();
                assertThat(pod.endsInTime(Duration.ofSeconds(20))).isTrue();
            }

            Set<Right> granted = Right.grantedBy(rendering + "\n---\n" + restarts);
            assertThat(granted.remove(ONLY_CHECKED)).isTrue();
            // watches are written down when they end, with the process
            Awaitility.await().untilAsserted(() -> assertThat(used(installation.cluster()))
                    .containsAll(granted)
                    .doesNotContain(ONLY_CHECKED));
            assertThat(denied(installation.cluster())).isEmpty();
            assertThat(events(installation.cluster()))
                    .filteredOn(
                            event -> event.at("/objectRef/resource").asText().equals("secrets"))
                    .extracting(event -> event.at("/objectRef/namespace").asText())
                    .as("never Secrets of the whole cluster")
                    .containsOnly(Chart.NAMESPACE, cooper.namespace());
        } finally {
            installation.cluster().stop();
        }
    }

    private static Set<Right> used(LocalCluster cluster) {
        return events(cluster).stream().map(Right::usedBy).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<JsonNode> denied(LocalCluster cluster) {
        return events(cluster).stream()
                .filter(event -> event.at("/responseStatus/code").asInt() == 403)
                .toList();
    }

    private static List<JsonNode> events(LocalCluster cluster) {
        return cluster.auditEvents(Right.USER)
                .filter(event -> event.at("/user/username").asText().equals(Right.USER))
                .toList();
    }
}
