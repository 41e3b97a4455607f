package dev.cooper.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whom and what a statement is about. */
final class PolicyMatch {
    private static final Pattern WILDCARDS = Pattern.compile("[*?]|[^*?]+");

    private PolicyMatch() {}

    static Stream<JsonNode> statements(JsonNode document) {
        JsonNode statements = document.path("Statement");
        return statements.isArray()
                ? statements.valueStream()
                : Stream.of(statements).filter(JsonNode::isObject);
    }

    static boolean denies(JsonNode statement) {
        return statement.path("Effect").asText().equals("Deny");
    }

    /** A text, a list of texts, or the texts of all kinds of principals. */
    static List<String> texts(JsonNode node) {
        return node.isContainerNode()
                ? node.valueStream().flatMap(inner -> texts(inner).stream()).toList()
                : node.isMissingNode() ? List.of() : List.of(node.asText());
    }

    /** Whether a pattern with * and ? matches a text. */
    static boolean covers(String pattern, String text) {
        String regex = WILDCARDS
                .matcher(pattern)
                .results()
                .map(part -> switch (part.group()) {
                    case "*" -> ".*";
                    case "?" -> ".";
                    default -> Pattern.quote(part.group());
                })
                .collect(Collectors.joining());
        return Pattern.compile(regex, Pattern.DOTALL).matcher(text).matches();
    }

    static boolean coversAction(JsonNode statement, String action) {
        boolean listed = texts(statement.path(statement.has("Action") ? "Action" : "NotAction")).stream()
                .anyMatch(pattern -> covers(pattern.toLowerCase(Locale.ROOT), action.toLowerCase(Locale.ROOT)));
        return listed == statement.has("Action");
    }

    static boolean coversResource(JsonNode statement, String resource) {
        boolean listed = texts(statement.path(statement.has("Resource") ? "Resource" : "NotResource")).stream()
                .anyMatch(pattern -> covers(name(pattern), resource));
        return listed == statement.has("Resource");
    }

    /** The bucket, or bucket/key, of an ARN. */
    static String name(String arn) {
        return arn.replaceFirst("^arn:[^:]*:s3:[^:]*:[^:]*:", "");
    }

    /** Whether two statements may be about the same request, whatever their effects and conditions. */
    static boolean overlap(JsonNode one, JsonNode other) {
        return meet(
                        one,
                        other,
                        "Principal",
                        (a, b) -> a.equals("*") || account(a).equals(account(b)))
                && meet(one, other, "Action", (a, b) -> covers(a.toLowerCase(Locale.ROOT), b.toLowerCase(Locale.ROOT)))
                && meet(one, other, "Resource", (a, b) -> covers(name(a), name(b)));
    }

    private static boolean meet(JsonNode one, JsonNode other, String element, BiPredicate<String, String> covers) {
        if (one.has("Not" + element) || other.has("Not" + element)) {
            return true;
        }
        return texts(one.path(element)).stream().anyMatch(a -> texts(other.path(element)).stream()
                .anyMatch(b -> covers.test(a, b) || covers.test(b, a)));
    }

    /** An account is the same as its root. */
    private static String account(String principal) {
        return principal.replaceFirst("^arn:[^:]+:iam::([^:]+):root$", "$1");
    }
}
