package dev.cooper.plan;

import dev.cooper.api.BucketSpec;
import dev.cooper.api.PublicAccessBlockSpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** spec.publicAccessBlock: what no ACL and no policy may open to everyone. */
public enum PublicAccessBlockFeature implements BucketFeature<PublicAccessBlockState> {
    INSTANCE;

    @Override
    public String key() {
        return "publicAccessBlock";
    }

    @Override
    public @Nullable PublicAccessBlockSpec section(BucketSpec spec) {
        return spec.publicAccessBlock();
    }

    @Override
    public @Nullable PublicAccessBlockSpec declaration(PublicAccessBlockState observed) {
        return observed.equals(PublicAccessBlockState.NONE)
                ? null
                : new PublicAccessBlockSpec(
                        trueOrNull(observed.blockPublicAcls()),
                        trueOrNull(observed.ignorePublicAcls()),
                        trueOrNull(observed.blockPublicPolicy()),
                        trueOrNull(observed.restrictPublicBuckets()));
    }

    private static @Nullable Boolean trueOrNull(boolean flag) {
        return flag ? Boolean.TRUE : null;
    }

    @Override
    public List<Refusal> refusals(BucketSpec spec, Profile profile) {
        return List.of();
    }

    /** AWS blocks all for new buckets, other stores nothing: only the store knows. */
    @Override
    public Optional<PublicAccessBlockState> initial(BucketSpec spec) {
        return Optional.empty();
    }

    @Override
    public List<Change> diff(BucketSpec spec, PublicAccessBlockState observed) {
        PublicAccessBlockState desired = PublicAccessBlockState.of(Objects.requireNonNull(spec.publicAccessBlock()));
        return desired.equals(observed)
                ? List.of()
                : List.of(new Change.SetPublicAccessBlock(desired, desired.opens(observed)));
    }
}
