package dev.cooper.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A real Prometheus has an answer, with data, to each query of the dashboard. */
class MonitoringIT {
    @Test
    void eachPanelHasSomethingToShow() throws IOException {
        Instant from = Instant.now();
        try (Showcase showcase = Showcase.start("monitoring");
                Prometheus prometheus = Prometheus.scraping(Path.of("target", "prometheus"), showcase.metrics())) {
            showcase.populate();
            showcase.fill(1);
            showcase.drift();
            showcase.look("shop", List.of("receipts", "invoices"));
            showcase.look("data", List.of("raw-events", "backups"));
            showcase.awaitEvent("shop", "DriftRepaired");
            List<Dashboard.Query> queries = Dashboard.shipped().queries();
            assertThat(queries).hasSizeGreaterThan(25);
            for (Dashboard.Query query : queries) {
                Awaitility.await(query.toString())
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> !query.ask(prometheus, from, Instant.now()).isEmpty());
            }
            assertThat(prometheus.query("sum(cooper_drift_repairs_total{field=\"spec.lifecycle\"})"))
                    .isNotEmpty();
        }
    }
}
