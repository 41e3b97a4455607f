package dev.cooper.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The dashboard that the chart ships, and what Prometheus answers to its queries. */
final class Dashboard {
    private static final Path FILE = Path.of("deploy", "helm", "cooper", "files", "dashboard.json");
    private static final long STEP_SECONDS = 1;

    private final JsonNode json;

    private Dashboard(JsonNode json) {
        this.json = json;
    }

    static Dashboard shipped() {
        try {
            return new Dashboard(new ObjectMapper().readTree(FILE.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One query of a panel, with its variables filled in as Grafana does where all is selected. */
    record Query(String panel, String expression, boolean instant) {
        JsonNode ask(Prometheus prometheus, Instant from, Instant to) {
            String filled = expression
                    .replace("$__rate_interval", "15s")
                    .replace("$__range", Duration.between(from, to).toSeconds() + "s")
                    .replace("$job", ".*")
                    .replace("$store", ".*");
            return instant ? prometheus.query(filled) : prometheus.queryRange(filled, from, to, STEP_SECONDS);
        }
    }

    private static Query query(JsonNode panel, JsonNode target) {
        return new Query(
                panel.path("title").asText(),
                target.path("expr").asText(),
                target.path("instant").asBoolean());
    }

    List<Query> queries() {
        List<Query> queries = new ArrayList<>();
        json.path("panels")
                .forEach(panel -> panel.path("targets").forEach(target -> queries.add(query(panel, target))));
        return queries;
    }

    /** The dashboard with the answer to each query as its "result". */
    JsonNode answered(Prometheus prometheus, Instant from, Instant to) {
        ObjectNode answered = json.deepCopy();
        for (JsonNode panel : answered.path("panels")) {
            for (JsonNode target : (ArrayNode) panel.withArray("targets")) {
                ((ObjectNode) target).set("result", query(panel, target).ask(prometheus, from, to));
            }
        }
        return answered;
    }
}
