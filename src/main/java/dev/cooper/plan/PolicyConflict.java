package dev.cooper.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Finds what one document allows and another denies without a condition, so that one of the two would not mean what it
 * says. A denial under a condition narrows, which is what it is for.
 */
final class PolicyConflict {
    private PolicyConflict() {}

    /**
     * The conflict of a document with an older one.
     *
     * @param path the field of the younger one
     * @param older the older one
     * @param holder whose the older one is, for people
     */
    static Optional<Refusal> of(String path, JsonNode younger, JsonNode older, String holder) {
        if (clash(younger, older)) {
            return Optional.of(Refusal.invalid(path, "conflict: %s denies what this allows".formatted(holder)));
        }
        return clash(older, younger)
                ? Optional.of(Refusal.invalid(path, "conflict: it denies what %s allows".formatted(holder)))
                : Optional.empty();
    }

    private static boolean clash(JsonNode allowing, JsonNode denying) {
        return PolicyMatch.statements(denying)
                .filter(statement -> PolicyMatch.denies(statement)
                        && statement.path("Condition").isEmpty())
                .anyMatch(denied -> PolicyMatch.statements(allowing)
                        .anyMatch(allowed -> !PolicyMatch.denies(allowed) && PolicyMatch.overlap(allowed, denied)));
    }
}
