package dev.cooper.plan;

import dev.cooper.api.BucketSpec;
import dev.cooper.api.VersioningSpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** spec.versioning: whether a bucket keeps the versions of its objects. */
public enum VersioningFeature implements BucketFeature<VersioningState> {
    INSTANCE;

    @Override
    public String key() {
        return "versioning";
    }

    @Override
    public @Nullable VersioningSpec section(BucketSpec spec) {
        return spec.versioning();
    }

    @Override
    public @Nullable VersioningSpec declaration(VersioningState observed) {
        return observed.equals(VersioningState.NONE)
                ? null
                : new VersioningSpec(VersioningSpec.Status.valueOf(observed.status()));
    }

    @Override
    public List<Refusal> refusals(BucketSpec spec, Profile profile) {
        return List.of();
    }

    /** A bucket that is created with object lock is versioned from the start. */
    @Override
    public Optional<VersioningState> initial(BucketSpec spec) {
        return Optional.of(spec.objectLock() == null ? VersioningState.NONE : VersioningState.ENABLED);
    }

    @Override
    public List<Change> diff(BucketSpec spec, VersioningState observed) {
        VersioningSpec.Status desired =
                Objects.requireNonNull(spec.versioning()).status();
        return desired.name().equals(observed.status()) ? List.of() : List.of(new Change.SetVersioning(desired));
    }
}
