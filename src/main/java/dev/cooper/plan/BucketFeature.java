package dev.cooper.plan;

import dev.cooper.api.BucketSpec;
import java.util.List;
import java.util.Optional;

/**
 * One configurable feature of a bucket. All features have this shape; {@link Planner#FEATURES} lists them.
 *
 * @param <S> the feature's state
 */
public sealed interface BucketFeature<S extends FeatureState>
        permits AclFeature,
                CorsFeature,
                EncryptionFeature,
                LifecycleFeature,
                LoggingFeature,
                PolicyFeature,
                PublicAccessBlockFeature,
                TagsFeature,
                VersioningFeature {

    /** The feature's name in profiles, in ObjectStore.spec.capabilities and in the Bucket's spec. */
    String key();

    /** The path of the feature's section in a Bucket. */
    default String path() {
        return "spec." + key();
    }

    /** Whether the spec has a section for this feature; what it has none for is left alone. */
    boolean isDeclared(BucketSpec spec);

    /** What the store cannot do of that which the spec's section asks for, beside lacking the feature as a whole. */
    List<Refusal> refusals(BucketSpec spec, Profile profile);

    /** The state of a bucket that was created a moment ago, or empty where only the store knows it. */
    Optional<S> initial(BucketSpec spec);

    /** The changes that lead from the observed state to the declared one; none when they mean the same. */
    List<Change> diff(BucketSpec spec, S observed);
}
