package dev.cooper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cooper.cluster.Testbed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts, their runbooks and the dashboard, as the chart installs them. What they show of a real run: MonitoringIT. */
class MonitoringTest {
    private static final Path RUNBOOKS = Path.of("docs", "runbooks.md");
    private static final Path ALERT_TESTS = Path.of("src", "test", "resources", "monitoring", "alerts-test.yaml");

    private final String chart = new Chart()
            .render("--values", "deploy/kustomize/overlays/monitoring/values.yaml", "--set", "crds.enabled=false");
    private final Tool promtool = new Tool(
            List.of(Path.of(Testbed.run("prometheus/install"), "promtool").toString()));

    @TempDir
    Path folder;

    private JsonNode rules() {
        return Chart.manifest(chart, "PrometheusRule cooper-system/cooper").path("spec");
    }

    private Set<String> alerts() {
        return rules().findValuesAsText("alert").stream().collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void eachAlertComesWhenItShouldAndNotBefore() throws IOException {
        Files.writeString(folder.resolve("alerts.yaml"), rules().toString());
        Path tests = Files.copy(ALERT_TESTS, folder.resolve("tests.yaml"));
        assertThat(promtool.run("check", "rules", folder.resolve("alerts.yaml").toString()))
                .contains("SUCCESS: %d rules found".formatted(alerts().size()));
        assertThat(promtool.tryOn("", "test", "rules", tests.toString()))
                .satisfies(
                        run -> assertThat(run.exit()).as(run.out() + run.err()).isZero());
    }

    @Test
    void noAlertIsUntested() throws IOException {
        Set<String> fired = new TreeSet<>();
        for (JsonNode test :
                Chart.documents(Files.readString(ALERT_TESTS)).getFirst().path("tests")) {
            for (JsonNode expectation : test.path("alert_rule_test")) {
                if (!expectation.path("exp_alerts").isEmpty()) {
                    fired.add(expectation.path("alertname").asText());
                }
            }
        }
        assertThat(fired).isEqualTo(alerts());
    }

    @Test
    void eachAlertLinksToItsRunbook() throws IOException {
        Set<String> sections = Files.readAllLines(RUNBOOKS).stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(sections).isEqualTo(alerts());
        for (JsonNode rule : rules().at("/groups/0/rules")) {
            assertThat(rule.at("/annotations/runbook_url").asText())
                    .isEqualTo(RUNBOOKS + "#" + rule.path("alert").asText().toLowerCase(Locale.ROOT));
        }
    }

    @Test
    void theDashboardIsAsGrafanasSchemaSays() {
        String dashboard = Chart.manifest(chart, "ConfigMap cooper-system/cooper-dashboard")
                .path("data")
                .path("cooper.json")
                .asText();
        Tool schema = new Tool(List.of(Testbed.run("grafana/install")));
        assertThat(schema.tryOn(dashboard).err()).isEmpty();
        Tool.Run refused = schema.tryOn(dashboard.replaceFirst("\"gridPos\"", "\"gridPosition\""));
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.err()).contains("gridPosition");
    }
}
