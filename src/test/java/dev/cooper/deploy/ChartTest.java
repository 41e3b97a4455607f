package dev.cooper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chart makes of values. */
class ChartTest {
    private final Chart chart = new Chart();

    @Test
    void helmFindsNothingToSay() {
        assertThat(chart.helm().run("lint", "--strict", Chart.FOLDER.toString()))
                .contains("1 chart(s) linted, 0 chart(s) failed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replica=3                                  | additional properties 'replica' not allowed",
                "replicas=two                               | at '/replicas': got string, want integer",
                "leaderElection=false                       | at '/replicas': maximum: got 2, want 1",
                "image.digest=sha256:12                     | at '/image/digest'",
                "image.pullPolicy=Sometimes                 | at '/image/pullPolicy'",
                "monitoring.serviceMonitor.interval=often   | at '/monitoring/serviceMonitor/interval'",
                "crds.enabled=maybe                         | at '/crds/enabled': got string, want boolean",
                "admission.purge=true                       | additional properties 'purge' not allowed",
                "credentialsEndpoint.url=http://cooper      | at '/credentialsEndpoint/url'",
                "secrets.watchNamespaces={team-*}           | at '/secrets/watchNamespaces/0'",
            })
    void aMistakeIsRefusedByName(String value, String complaint) {
        Tool.Run run = chart.tryRender("--set", value);
        assertThat(run.exit()).isNotZero();
        assertThat(run.err()).contains(complaint);
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "crds.enabled, CustomResourceDefinition",
        "admission.enabled, ValidatingAdmissionPolicy",
        "admission.enabled, ValidatingAdmissionPolicyBinding",
        "podDisruptionBudget.enabled, PodDisruptionBudget",
        "networkPolicy.enabled, NetworkPolicy",
        "monitoring.serviceMonitor.enabled, ServiceMonitor",
        "monitoring.prometheusRule.enabled, PrometheusRule",
        "monitoring.dashboard.enabled, ConfigMap",
    })
    void aPartComesAndGoesByItsValue(String value, String kind) {
        assertThat(kinds("--set", value + "=true")).contains(kind);
        assertThat(kinds("--set", value + "=false")).doesNotContain(kind).contains("Deployment", "ClusterRole");
    }

    /** No port, no rights, nothing mounted. */
    @Test
    void theCredentialsEndpointIsOff() {
        assertThat(chart.render()).doesNotContain("cooper-credentials", "tokenreviews", "COOPER_CREDENTIALS", "8443");
    }

    @Test
    void secretsAreWatchedInTheNamespacesThatAreListed() {
        assertThat(chart.render()).doesNotContain("COOPER_SECRETS");
        String two = chart.render("--set", "secrets.watchNamespaces={shop,team-a}");
        assertThat(Chart.manifests(two).keySet())
                .filteredOn(name -> name.endsWith("/cooper-secret-watch"))
                .containsExactly(
                        "ClusterRole /cooper-secret-watch",
                        "RoleBinding shop/cooper-secret-watch",
                        "RoleBinding team-a/cooper-secret-watch");
        assertThat(two).contains("value: \"shop,team-a\"");
    }

    @ParameterizedTest
    @CsvSource({
        "'', Secret",
        "',credentialsEndpoint.certificate.issuerRef.name=internal', Certificate",
        "',credentialsEndpoint.certificate.secretName=mine', ''",
    })
    void theCertificateIsHelmsOrCertManagersOrTheUsers(String more, String kind) {
        assertThat(kinds("--set", "credentialsEndpoint.enabled=true" + more)
                        .filter(made -> made.equals("Secret") || made.equals("Certificate")))
                .containsExactlyElementsOf(kind.isEmpty() ? List.of() : List.of(kind));
    }

    @Test
    void theStatusPageIsReachedByPortForwardAloneUnlessItIsExposed() {
        assertThat(Chart.manifests(chart.render()).keySet()).noneMatch(name -> name.contains("status-page"));
        String inside = chart.render("--set", "statusPage.enabled=true");
        assertThat(Chart.manifests(inside).keySet())
                .filteredOn(name -> name.contains("status-page"))
                .containsExactly("ClusterRole /cooper-status-page", "ClusterRoleBinding /cooper-status-page");
        assertThat(inside).contains("COOPER_STATUS_PAGE_PORT").doesNotContain("COOPER_STATUS_PAGE_HOST");
        String exposed = chart.render("--set", "statusPage.enabled=true,statusPage.exposed=true");
        assertThat(Chart.manifests(exposed).keySet())
                .contains("Service cooper-system/cooper-status-page", "NetworkPolicy cooper-system/cooper-status-page");
        assertThat(exposed).contains("COOPER_STATUS_PAGE_HOST");
    }

    private Stream<String> kinds(String... arguments) {
        return Chart.documents(chart.render(arguments)).stream()
                .map(manifest -> manifest.path("kind").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"objectstores", "buckets", "accesskeys"})
    void uninstallingLeavesTheDefinitions(String plural) {
        assertThat(Chart.manifest(chart.render(), "CustomResourceDefinition /" + plural + ".storage.cooper.dev")
                        .at("/metadata/annotations/helm.sh~1resource-policy")
                        .asText())
                .isEqualTo("keep");
    }

    @ParameterizedTest
    @CsvSource({
        "image.tag=1.2.3, cooper:1.2.3",
        "image.repository=registry.example/cooper, registry.example/cooper:0.1.0",
        "image.digest=sha256:0123456789012345678901234567890123456789012345678901234567890123, "
                + "cooper@sha256:0123456789012345678901234567890123456789012345678901234567890123",
    })
    void theImageIsTheOneAskedFor(String value, String image) {
        assertThat(Chart.manifest(chart.render("--set", value), "Deployment cooper-system/cooper")
                        .at("/spec/template/spec/containers/0/image")
                        .asText())
                .isEqualTo(image);
    }

    /** Two releases do not fight for the same cluster-wide names. */
    @Test
    void clusterWideNamesAreTheReleases() {
        String other = chart.helm()
                .run("template", "second", Chart.FOLDER.toString(), "--namespace", "b", "--set", "crds.enabled=false");
        assertThat(Chart.manifests(other).keySet())
                .doesNotContainAnyElementsOf(Chart.manifests(chart.render()).keySet());
    }
}
