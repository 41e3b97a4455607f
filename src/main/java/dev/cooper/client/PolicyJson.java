package dev.cooper.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cooper.plan.KeyPolicy;
import dev.cooper.plan.KeyRight;
import dev.cooper.plan.Refusal;
import dev.cooper.port.Failure;
import dev.cooper.port.StoreException;
import java.util.List;

/** Writes policies in the JSON of IAM. */
public final class PolicyJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VERSION = "2012-10-17";

    /** IAM's limit on a user's inline policies, and STS's on a session's. */
    private static final int MAX_LENGTH = 2048;

    private PolicyJson() {}

    /** The document that allows just these rights; ends in {@link Failure.Refused} when no store would take it. */
    public static String of(List<KeyRight> rights, String region) {
        String document = write(KeyPolicy.of(rights, region));
        if (document.length() > MAX_LENGTH) {
            throw new StoreException(new Failure.Refused(List.of(new Refusal(
                    Refusal.Kind.INVALID,
                    "spec.buckets",
                    "as a policy they take %d characters, and stores take %d: name fewer buckets or prefixes, or spread them over several AccessKeys"
                            .formatted(document.length(), MAX_LENGTH)))));
        }
        return document;
    }

    private static String write(KeyPolicy policy) {
        ObjectNode document = JSON.createObjectNode().put("Version", VERSION);
        ArrayNode statements = document.putArray("Statement");
        for (KeyPolicy.Statement statement : policy.statements()) {
            ObjectNode written = statements.addObject().put("Effect", "Allow");
            written.set("Action", texts(statement.actions()));
            written.set("Resource", texts(statement.resources()));
            if (!statement.prefixes().isEmpty()) {
                written.putObject("Condition").putObject("StringLike").set("s3:prefix", texts(statement.prefixes()));
            }
        }
        return document.toString();
    }

    private static ArrayNode texts(List<String> texts) {
        ArrayNode array = JSON.createArrayNode();
        texts.forEach(array::add);
        return array;
    }
}
