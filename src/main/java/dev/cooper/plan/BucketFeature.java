package dev.cooper.plan;

import dev.cooper.api.BucketSpec;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
                ObjectLockFeature,
                OwnershipControlsFeature,
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

    /** The spec's section for this feature, or null: what has no section is left alone. */
    @Nullable
    Object section(BucketSpec spec);

    default boolean isDeclared(BucketSpec spec) {
        return section(spec) != null;
    }

    /** The section that declares what was observed, or null where the bucket has nothing of this feature. */
    @Nullable
    Object declaration(S observed);

    /** What the store cannot do of that which the spec's section asks for, beside lacking the feature as a whole. */
    List<Refusal> refusals(BucketSpec spec, Profile profile);

    /** What the store cannot do of that with the bucket as it is; most features can be changed at any time. */
    default List<Refusal> refusals(BucketSpec spec, S observed, Profile profile) {
        return List.of();
    }

    /** The state of a bucket that was created a moment ago, or empty where only the store knows it. */
    Optional<S> initial(BucketSpec spec);

    /** The changes that lead from the observed state to the declared one; none when they mean the same. */
    List<Change> diff(BucketSpec spec, S observed);
}
