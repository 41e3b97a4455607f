package dev.cooper.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random policy documents. */
final class Policies {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String ARN = "arn:aws:s3:::shop-receipts";

    private Policies() {}

    /** Up to three statements, or the empty document, which removes the policy. */
    static Arbitrary<JsonNode> any() {
        Arbitrary<JsonNode> documents = Combinators.combine(
                        Arbitraries.of("2012-10-17", "2008-10-17").injectNull(0.2),
                        statements().list().ofMinSize(1).ofMaxSize(3))
                .as((version, statements) -> {
                    ObjectNode document = JSON.objectNode();
                    if (version != null) {
                        document.put("Version", version);
                    }
                    document.putArray("Statement").addAll(statements);
                    return document;
                });
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(1, Arbitraries.just(JSON.objectNode())), net.jqwik.api.Tuple.of(5, documents));
    }

    private static Arbitrary<ObjectNode> statements() {
        return Combinators.combine(
                        Arbitraries.of("Allow", "Deny"),
                        Arbitraries.of("*", "111122223333", "arn:aws:iam::444455556666:root", "arn:aws:iam::1:user/ann")
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(2),
                        Arbitraries.of("s3:GetObject", "s3:PutObject", "s3:ListBucket")
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(3),
                        Arbitraries.of(ARN, ARN + "/*").list().ofMinSize(1).ofMaxSize(2),
                        Arbitraries.of("true", "false").injectNull(0.7))
                .as((effect, principals, actions, resources, secure) -> {
                    ObjectNode statement = JSON.objectNode().put("Effect", effect);
                    statement.putObject("Principal").set("AWS", texts(principals));
                    statement.set("Action", texts(actions));
                    statement.set("Resource", texts(resources));
                    if (secure != null) {
                        statement
                                .putObject("Condition")
                                .putObject("BoolIfExists") // on RGW a plain request has no such key
                                .put("aws:SecureTransport", secure);
                    }
                    return statement;
                });
    }

    private static JsonNode texts(List<String> texts) {
        ArrayNode array = JSON.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    /** The same in other words: other orders, single values for lists of one, roots for accounts. */
    static JsonNode respelled(JsonNode node, Random random) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode copy = JSON.objectNode();
                List<String> names = new ArrayList<>();
                object.fieldNames().forEachRemaining(names::add);
                Collections.shuffle(names, random);
                names.forEach(name -> copy.set(name, respelled(object.path(name), random)));
                yield copy;
            }
            case ArrayNode array -> {
                List<JsonNode> items = new ArrayList<>();
                array.forEach(item -> items.add(respelled(item, random)));
                Collections.shuffle(items, random);
                yield items.size() == 1 && random.nextBoolean()
                        ? items.getFirst()
                        : JSON.arrayNode().addAll(items);
            }
            case TextNode text
            when text.textValue().matches("[0-9]{12}") && random.nextBoolean() ->
                TextNode.valueOf("arn:aws:iam::" + text.textValue() + ":root");
            default -> node;
        };
    }
}
