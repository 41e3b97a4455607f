package dev.cooper.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The calls under {@code /_simulator/}, without authentication: no bucket name begins with an underscore. */
final class Admin {
    private static final String PREFIX = "/_simulator/";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> RULE_FIELDS =
            Set.of("operation", "bucket", "probability", "times", "latencyMillis", "status", "code", "body", "action");

    private final Faults faults;
    private final Recorder recorder;
    private final SimulatorClock clock;

    Admin(Faults faults, Recorder recorder, SimulatorClock clock) {
        this.faults = faults;
        this.recorder = recorder;
        this.clock = clock;
    }

    static boolean isAdmin(Request request) {
        return request.rawPath().startsWith(PREFIX);
    }

    Response handle(Request request) {
        String call = request.method() + " " + request.rawPath().substring(PREFIX.length());
        try {
            return switch (call) {
                case "PUT faults" -> {
                    faults.replace(rules(JSON.readTree(request.body())));
                    yield Response.empty(204);
                }
                case "DELETE faults" -> {
                    faults.clear();
                    yield Response.empty(204);
                }
                case "GET requests" -> Response.json(200, requests());
                case "DELETE requests" -> {
                    recorder.clear();
                    yield Response.empty(204);
                }
                case "POST clock" -> {
                    clock.advance(Duration.ofSeconds(
                            JSON.readTree(request.body()).path("advanceSeconds").asLong()));
                    yield Response.json(200, "{\"now\":\"" + clock.instant() + "\"}");
                }
                default -> error(404, "no such admin call: " + call);
            };
        } catch (IOException e) {
            return error(400, "the body is not JSON");
        } catch (IllegalArgumentException e) {
            return error(400, String.valueOf(e.getMessage()));
        }
    }

    private static List<FaultRule> rules(JsonNode list) {
        if (!list.isArray()) {
            throw new IllegalArgumentException("the body must be a list of rules");
        }
        List<FaultRule> rules = new ArrayList<>();
        for (JsonNode rule : list) {
            rules.add(rule(rule));
        }
        return rules;
    }

    private static FaultRule rule(JsonNode rule) {
        for (Iterator<String> names = rule.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!RULE_FIELDS.contains(name)) {
                throw new IllegalArgumentException("unknown field " + name + "; a rule has " + RULE_FIELDS);
            }
        }
        for (String name : List.of("probability", "times", "latencyMillis", "status")) {
            if (rule.has(name) && !rule.path(name).isNumber()) {
                throw new IllegalArgumentException(name + " must be a number");
            }
        }
        String action = rule.path("action").asText(rule.has("status") ? "status" : "latency");
        return new FaultRule(
                text(rule, "operation"),
                text(rule, "bucket"),
                rule.path("probability").asDouble(1),
                rule.has("times") ? rule.path("times").asInt() : null,
                rule.path("latencyMillis").asLong(0),
                rule.path("status").asInt(500),
                text(rule, "code"),
                text(rule, "body"),
                FaultRule.Action.parse(action)
                        .orElseThrow(() -> new IllegalArgumentException("unknown action " + action)));
    }

    private static @Nullable String text(JsonNode rule, String field) {
        return rule.hasNonNull(field) ? rule.path(field).asText() : null;
    }

    private String requests() throws JsonProcessingException {
        ArrayNode list = JSON.createArrayNode();
        for (RecordedRequest request : recorder.requests()) {
            ObjectNode node = list.addObject()
                    .put("sequence", request.sequence())
                    .put("instant", request.instant().toString())
                    .put("operation", request.operation())
                    .put("supported", request.supported())
                    .put("method", request.method())
                    .put("path", request.path())
                    .put("query", request.query())
                    .put("bucket", request.bucket())
                    .put("key", request.key())
                    .put("status", request.status())
                    .put("errorCode", request.errorCode())
                    .put("fault", request.fault())
                    .put("accessKeyId", request.accessKeyId())
                    .put("userAgent", request.userAgent())
                    .put("durationMillis", request.durationMillis());
            node.set("headers", JSON.valueToTree(request.headers()));
            node.set("missingHeaders", JSON.valueToTree(request.missingHeaders()));
        }
        return JSON.writeValueAsString(list);
    }

    private static Response error(int status, String message) {
        return Response.json(
                status, JSON.createObjectNode().put("error", message).toString());
    }
}
