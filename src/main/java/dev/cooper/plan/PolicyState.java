package dev.cooper.plan;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The policy of a bucket.
 *
 * @param document the policy document as the store tells it, or null when the bucket has none
 */
public record PolicyState(@Nullable JsonNode document) implements FeatureState {

    public static final PolicyState NONE = new PolicyState(null);
}
