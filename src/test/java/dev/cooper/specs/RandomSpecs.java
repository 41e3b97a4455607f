package dev.cooper.specs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.curiousoddman.rgxgen.RgxGen;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Random specs out of a CRD's schema: types, enums, patterns and limits are kept, and limits are reached. CEL rules are
 * not known here; what breaks one is made {@link #redo anew}.
 */
final class RandomSpecs {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> ODD = List.of("<", "&", "\"", "'", "%", "+", " ", "é", "가", "😀", "\t", "\u0001");
    private static final int LONGEST = 40;

    private final CrdSchema schema;
    private final Map<String, List<JsonNode>> words;
    private final Random random;
    private final String focus;

    /**
     * @param words values of fields that must name something that exists, by the fields' paths
     * @param focus path of a field that each spec shall have
     */
    RandomSpecs(CrdSchema schema, Map<String, List<JsonNode>> words, String focus, Random random) {
        this.schema = schema;
        this.words = words;
        this.focus = focus;
        this.random = random;
    }

    ObjectNode next() {
        return (ObjectNode) value("", schema.spec());
    }

    /** Makes the value of a field anew, or of the next one around it that is there. */
    void redo(ObjectNode spec, String field) {
        JsonNode parent = spec;
        JsonNode at = schema.spec();
        String path = "";
        List<String> steps = List.of(field.replace("[", ".[").split("\\.", -1));
        for (int i = 0; i < steps.size(); i++) {
            String step = steps.get(i);
            boolean last = i == steps.size() - 1;
            if (parent instanceof ArrayNode items && step.startsWith("[")) {
                at = at.path("items");
                path += "[]";
                int index = Integer.parseInt(step.substring(1, step.length() - 1));
                if (last || !items.path(index).isContainerNode()) {
                    items.set(index, value(path, at));
                    return;
                }
                parent = items.path(index);
            } else if (parent instanceof ObjectNode object
                    && at.path("properties").has(step)) {
                path = CrdSchema.child(path, step);
                JsonNode inner = at.path("properties").path(step);
                if (last || !object.path(step).isContainerNode()) {
                    object.remove(step);
                    put(object, at, step, path, inner);
                    return;
                }
                at = inner;
                parent = object.path(step);
            } else {
                throw new IllegalArgumentException(field + " is not in " + spec);
            }
        }
    }

    private JsonNode value(String path, JsonNode at) {
        List<JsonNode> known = words.get(path);
        if (known != null) {
            return pick(known);
        }
        if (at.has("enum")) {
            return at.path("enum").path(random.nextInt(at.path("enum").size()));
        }
        return switch (at.path("type").asText()) {
            case "object" -> object(path, at);
            case "array" -> array(path, at);
            case "integer" -> JSON.numberNode(number(at));
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            case "string" -> JSON.textNode(text(at));
            default -> throw new IllegalStateException("no values for " + path + ": " + at);
        };
    }

    private ObjectNode object(String path, JsonNode at) {
        ObjectNode object = JSON.objectNode();
        if (CrdSchema.isMap(at)) {
            for (int i = random.nextInt(4); i > 0 || (leadsToFocus(path + "{}") && object.isEmpty()); i--) {
                object.set(name(), value(path + "{}", at.path("additionalProperties")));
            }
            return object;
        }
        at.path("properties")
                .properties()
                .forEach(field ->
                        put(object, at, field.getKey(), CrdSchema.child(path, field.getKey()), field.getValue()));
        return object;
    }

    private void put(ObjectNode object, JsonNode at, String field, String path, JsonNode schema) {
        double share = path.contains(".") ? 0.4 : 0.2;
        if (CrdSchema.isRequired(at, field) || leadsToFocus(path) || random.nextDouble() < share) {
            object.set(field, value(path, schema));
        }
    }

    private boolean leadsToFocus(String path) {
        return focus.equals(path) || (focus.startsWith(path) && ".[{".indexOf(focus.charAt(path.length())) >= 0);
    }

    private ArrayNode array(String path, JsonNode at) {
        int least = Math.max(at.path("minItems").asInt(0), leadsToFocus(path + "[]") ? 1 : 0);
        int most = Math.min(at.path("maxItems").asInt(3), least + 3);
        ArrayNode array = JSON.arrayNode();
        for (int i = random.nextInt(least, most + 1); i > 0; i--) {
            array.add(value(path + "[]", at.path("items")));
        }
        return array;
    }

    private long number(JsonNode at) {
        long least = at.path("minimum").asLong(0);
        long most = at.path("maximum").asLong(Integer.MAX_VALUE);
        return switch (random.nextInt(4)) {
            case 0 -> least;
            case 1 -> most;
            default -> least + random.nextLong(Math.min(1_000, most - least) + 1);
        };
    }

    private String text(JsonNode at) {
        int most = at.path("maxLength").asInt(LONGEST);
        String pattern = at.path("pattern").asText("");
        if (at.path("format").asText().equals("date")) {
            return LocalDate.of(2030, 1, 1).plusDays(random.nextInt(3_000)).toString();
        }
        if (!pattern.isEmpty()) {
            return matching(pattern, at.path("minLength").asInt(0), most);
        }
        int least = at.path("minLength").asInt(0);
        if (random.nextInt(10) == 0) {
            return "x".repeat(most);
        }
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(least, Math.min(most, LONGEST) + 1); i > 0; i--) {
            text.append(random.nextInt(20) == 0 ? pick(ODD) : String.valueOf((char) random.nextInt('!', '~' + 1)));
        }
        return text.length() <= most ? text.toString() : text.substring(0, most);
    }

    private String matching(String pattern, int least, int most) {
        RgxGen texts = RgxGen.parse(pattern);
        for (int i = 0; i < 1_000; i++) {
            String text = texts.generate(random);
            if (text.length() >= least && text.length() <= most) {
                return text;
            }
        }
        throw new IllegalStateException("no text of " + least + " to " + most + " characters matches " + pattern);
    }

    private String name() {
        return matching("[a-z]([a-z0-9-]{0,8}[a-z0-9])?", 1, 10);
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
