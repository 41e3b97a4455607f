package dev.cooper.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a policy document means, as maps and sets that are equal when the meanings are. Stores answer with what was
 * written in other words: other orders, lists of one for single values, ARNs for accounts.
 *
 * <p>Source: IAM User Guide, "Grammar of the IAM JSON policy language" and "IAM JSON policy element reference". The
 * SDK's iam-policy-builder reads and writes documents, but compares them by order and spelling.
 */
final class PolicyMeaning {
    /** What a document without a Version says. */
    private static final String OLDEST_VERSION = "2008-10-17";

    private static final Pattern ACCOUNT_ROOT = Pattern.compile("arn:[^:]+:iam::([^:]+):root");

    private PolicyMeaning() {}

    static Object of(JsonNode document) {
        if (!document.isObject()) {
            return document;
        }
        Map<String, Object> meaning = new HashMap<>();
        meaning.put("Version", OLDEST_VERSION);
        document.forEachEntry((element, value) -> meaning.put(
                element,
                switch (element) {
                    case "Version", "Id" -> value.asText();
                    case "Statement" -> statements(value);
                    default -> value;
                }));
        return meaning;
    }

    private static Set<Object> statements(JsonNode statements) {
        Set<Object> meanings = new HashSet<>();
        if (statements.isArray()) {
            statements.forEach(statement -> meanings.add(statement(statement)));
        } else {
            meanings.add(statement(statements));
        }
        return meanings;
    }

    private static Object statement(JsonNode statement) {
        if (!statement.isObject()) {
            return statement;
        }
        Map<String, Object> meaning = new HashMap<>();
        statement.forEachEntry((element, value) -> meaning.put(
                element,
                switch (element) {
                    case "Effect", "Sid" -> value.asText();
                    case "Principal", "NotPrincipal" -> principals(value);
                    case "Action", "NotAction" -> texts(value, action -> action.toLowerCase(Locale.ROOT));
                    case "Resource", "NotResource" -> texts(value, resource -> resource);
                    case "Condition" -> conditions(value);
                    default -> value;
                }));
        meaning.remove("Sid", "");
        meaning.remove("Condition", Map.of());
        return meaning;
    }

    /** "*" is the same as {"AWS": "*"}, and an account the same as its root. */
    private static Object principals(JsonNode principals) {
        if (!principals.isObject()) {
            return Map.of("AWS", texts(principals, PolicyMeaning::account));
        }
        Map<String, Object> meaning = new HashMap<>();
        principals.forEachEntry((type, ids) -> meaning.put(type, texts(ids, PolicyMeaning::account)));
        return meaning;
    }

    private static String account(String principal) {
        Matcher root = ACCOUNT_ROOT.matcher(principal);
        return root.matches() ? root.group(1) : principal;
    }

    /** Names of condition keys have no case; their values are texts, also where JSON has numbers and truth values. */
    private static Object conditions(JsonNode conditions) {
        Map<String, Object> meaning = new HashMap<>();
        conditions.forEachEntry((operator, keys) -> {
            Map<String, Object> values = new HashMap<>();
            keys.forEachEntry((key, value) -> values.put(key.toLowerCase(Locale.ROOT), texts(value, text -> text)));
            meaning.put(operator, values);
        });
        return meaning;
    }

    /** A single value is the same as a list of one, and the order of a list says nothing. */
    private static Set<String> texts(JsonNode value, UnaryOperator<String> spelling) {
        Set<String> texts = new HashSet<>();
        if (value.isArray()) {
            value.forEach(text -> texts.add(spelling.apply(text.asText())));
        } else {
            texts.add(spelling.apply(value.asText()));
        }
        return texts;
    }
}
