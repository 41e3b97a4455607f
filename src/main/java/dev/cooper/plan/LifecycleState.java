package dev.cooper.plan;

import dev.cooper.api.LifecycleRule;
import java.util.List;

/**
 * The lifecycle rules of a bucket, in any order.
 *
 * @param rules the rules; empty when the bucket has no lifecycle configuration
 */
public record LifecycleState(List<LifecycleRule> rules) implements FeatureState {

    public static final LifecycleState NONE = new LifecycleState(List.of());
}
