package dev.cooper.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cooper.api.PolicyExpression;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What BucketPolicies put into a bucket's policy, beside what the Bucket declares or else what others put there. */
final class PolicyParts {
    private PolicyParts() {}

    /**
     * The policy with the statements of these BucketPolicies in it.
     *
     * @param own what the Bucket declares
     * @param expressions what these BucketPolicies come to
     * @param uids of these BucketPolicies and of earlier ones, whose statements on the store are not those of others
     */
    static JsonNode merged(
            @Nullable JsonNode own,
            @Nullable PolicyState observed,
            Stream<PolicyExpression> expressions,
            Set<String> uids) {
        JsonNode base = own != null ? own : documentOf(observed);
        List<JsonNode> ofOthers = PolicyMatch.statements(base)
                .filter(statement -> own != null || !PolicySid.isOf(statement, uids))
                .toList();
        List<JsonNode> said = expressions
                .map(PolicyExpression::document)
                .filter(Objects::nonNull)
                .flatMap(PolicyMatch::statements)
                .toList();
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        if (ofOthers.isEmpty() && said.isEmpty()) {
            return merged;
        }
        if (ofOthers.isEmpty()) {
            merged.put("Version", PolicyCompiler.VERSION);
        } else {
            merged.setAll((ObjectNode) base);
        }
        merged.putArray("Statement").addAll(ofOthers).addAll(said);
        return merged;
    }

    private static JsonNode documentOf(@Nullable PolicyState observed) {
        return observed == null || observed.document() == null
                ? JsonNodeFactory.instance.objectNode()
                : observed.document();
    }
}
