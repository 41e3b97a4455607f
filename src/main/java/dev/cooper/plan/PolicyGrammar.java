package dev.cooper.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a document is a bucket policy, and whom it lets in. Strict, so that no store can read anything in it that was
 * not looked at here.
 *
 * <p>Source: IAM User Guide, "Grammar of the IAM JSON policy language"; a bucket policy must name principals.
 */
final class PolicyGrammar {
    private static final Set<String> DOCUMENT = Set.of("Version", "Id", "Statement");
    private static final Set<String> STATEMENT = Set.of(
            "Sid",
            "Effect",
            "Principal",
            "NotPrincipal",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition");
    private static final Set<String> VERSIONS = Set.of("2008-10-17", "2012-10-17");
    private static final Set<String> EFFECTS = Set.of("Allow", "Deny");
    /**
     * Whom no name is behind. RGW takes an ARN without an account, and an empty text, for everybody without a tenant, and
     * whoever does not sign in for one of them, named anonymous (seen on 18.2.7).
     */
    private static final Pattern EVERYONE = Pattern.compile("|.*[*].*|arn:[^:]*:iam:[^:]*::(root|user/anonymous)");

    private static final String TEXTS = "a text or a list of texts; numbers, such as account ids, need quotes";

    private final List<Refusal> refusals = new ArrayList<>();

    private PolicyGrammar() {}

    /** What is wrong with a document that is not empty. */
    static List<Refusal> refusals(String path, JsonNode document) {
        PolicyGrammar grammar = new PolicyGrammar();
        grammar.document(path, document);
        return List.copyOf(grammar.refusals);
    }

    private void document(String path, JsonNode document) {
        names(path, document, DOCUMENT);
        JsonNode version = document.path("Version");
        require(
                version.isMissingNode() || (version.isTextual() && VERSIONS.contains(version.textValue())),
                path + ".Version",
                "must be \"2012-10-17\", or \"2008-10-17\", which it is when absent");
        require(document.path("Id").isMissingNode() || document.path("Id").isTextual(), path + ".Id", "must be a text");
        List<Statement> statements = statements(path, document);
        require(
                !statements.isEmpty(),
                path + ".Statement",
                "must have at least one statement; policy: {} removes the policy");
        statements.forEach(this::statement);
    }

    private void statement(Statement statement) {
        String path = statement.path();
        JsonNode node = statement.node();
        if (!node.isObject()) {
            require(false, path, "must be an object with Effect, Principal, Action and Resource");
            return;
        }
        names(path, node, STATEMENT);
        require(node.path("Sid").isMissingNode() || node.path("Sid").isTextual(), path + ".Sid", "must be a text");
        JsonNode effect = node.path("Effect");
        require(effect.isTextual() && EFFECTS.contains(effect.textValue()), path + ".Effect", "must be Allow or Deny");
        either(
                path,
                node,
                "Principal",
                PolicyGrammar::isPrincipal,
                "must be \"*\" or lists of texts by type, such as AWS");
        either(path, node, "Action", PolicyGrammar::isTexts, "must be " + TEXTS);
        either(path, node, "Resource", PolicyGrammar::isTexts, "must be " + TEXTS);
        require(
                node.path("Condition").isMissingNode() || isCondition(node.path("Condition")),
                path + ".Condition",
                "must be values by key by operator, such as IpAddress: {\"aws:SourceIp\": [192.0.2.0/24]}");
    }

    private void names(String path, JsonNode node, Set<String> known) {
        node.fieldNames()
                .forEachRemaining(name -> require(
                        known.contains(name),
                        path + "." + name,
                        "is no element of a policy; here stand "
                                + known.stream().sorted().toList()));
    }

    /** Exactly one of an element and its opposite. */
    private void either(String path, JsonNode node, String element, Predicate<JsonNode> form, String message) {
        String opposite = "Not" + element;
        if (node.has(element) == node.has(opposite)) {
            require(false, path + "." + element, "must be there, or else " + opposite + ", and not both");
            return;
        }
        String present = node.has(element) ? element : opposite;
        require(form.test(node.path(present)), path + "." + present, message);
    }

    private static boolean isPrincipal(JsonNode node) {
        return node.isTextual()
                ? node.textValue().equals("*")
                : node.isObject() && !node.isEmpty() && all(node, PolicyGrammar::isTexts);
    }

    private static boolean isTexts(JsonNode node) {
        return node.isTextual() || (node.isArray() && !node.isEmpty() && all(node, JsonNode::isTextual));
    }

    private static boolean isCondition(JsonNode node) {
        return node.isObject() && all(node, keys -> keys.isObject() && all(keys, PolicyGrammar::isConditionValue));
    }

    private static boolean isConditionValue(JsonNode node) {
        return node.isArray() ? all(node, JsonNode::isValueNode) : node.isValueNode();
    }

    private static boolean all(JsonNode node, Predicate<JsonNode> predicate) {
        return node.valueStream().allMatch(predicate);
    }

    private void require(boolean holds, String path, String message) {
        if (!holds) {
            refusals.add(Refusal.invalid(path, message));
        }
    }

    private record Statement(String path, JsonNode node) {

        boolean isPublic() {
            if (node.path("Effect").asText().equals("Deny")) {
                return false;
            }
            return node.has("NotPrincipal") || isWild(node.path("Principal"));
        }

        private static boolean isWild(JsonNode principal) {
            return principal.isContainerNode()
                    ? principal.valueStream().anyMatch(Statement::isWild)
                    : isEveryone(principal.asText());
        }
    }

    /** Whether a principal stands for people whom nobody named. */
    static boolean isEveryone(String principal) {
        return EVERYONE.matcher(principal).matches();
    }

    private static List<Statement> statements(String path, JsonNode document) {
        JsonNode statements = document.path("Statement");
        if (!statements.isArray()) {
            return statements.isMissingNode() ? List.of() : List.of(new Statement(path + ".Statement", statements));
        }
        List<Statement> all = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            all.add(new Statement("%s.Statement[%d]".formatted(path, i), statements.get(i)));
        }
        return all;
    }

    /** The element that lets in people whom nobody named, with or without a condition; null when there is none. */
    static @Nullable String publicElement(String path, JsonNode document) {
        return statements(path, document).stream()
                .filter(Statement::isPublic)
                .map(PolicyGrammar::principalPath)
                .findFirst()
                .orElse(null);
    }

    /** The same, of statements without a condition. */
    static @Nullable String unconditionallyPublicElement(String path, JsonNode document) {
        return statements(path, document).stream()
                .filter(Statement::isPublic)
                .filter(statement -> statement.node().path("Condition").isEmpty())
                .map(PolicyGrammar::principalPath)
                .findFirst()
                .orElse(null);
    }

    /** What the store would take and not heed. */
    static List<Refusal> unheeded(String path, JsonNode document, Profile.Policy policy) {
        List<Refusal> refusals = new ArrayList<>();
        for (Statement statement : statements(path, document)) {
            if (!policy.heedsNotAction() && statement.node().has("NotAction")) {
                refusals.add(Refusal.unsupported(
                        statement.path() + ".NotAction",
                        "this store takes it, and then heeds nothing of the statement: list the actions in Action"));
            }
            JsonNode secure = statement.node().path("Condition").path("Bool").path("aws:SecureTransport");
            if (!policy.marksPlainRequests() && PolicyMatch.texts(secure).contains("false")) {
                refusals.add(Refusal.unsupported(
                        statement.path() + ".Condition.Bool",
                        "on this store aws:SecureTransport is true or absent and never false: say BoolIfExists"));
            }
        }
        return refusals;
    }

    /** Whether a statement allows something, to whomever. */
    static boolean allows(String path, JsonNode document) {
        return statements(path, document).stream()
                .anyMatch(statement -> !statement.node().path("Effect").asText().equals("Deny"));
    }

    private static String principalPath(Statement statement) {
        return statement.path() + (statement.node().has("Principal") ? ".Principal" : ".NotPrincipal");
    }
}
