package dev.cooper.plan;

import dev.cooper.api.BucketSpec;
import dev.cooper.api.ObjectLockSpec;
import dev.cooper.api.ObjectLockSpec.DefaultRetention;
import dev.cooper.api.ObjectLockSpec.Mode;
import dev.cooper.plan.ObjectLockState.Retention;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** spec.objectLock: whether versions of objects can be protected from being deleted. Implies versioning. */
public enum ObjectLockFeature implements BucketFeature<ObjectLockState> {
    INSTANCE;

    @Override
    public String key() {
        return "objectLock";
    }

    @Override
    public @Nullable ObjectLockSpec section(BucketSpec spec) {
        return spec.objectLock();
    }

    @Override
    public @Nullable ObjectLockSpec declaration(ObjectLockState observed) {
        return observed.enabled() ? new ObjectLockSpec(true, declaration(observed.retention())) : null;
    }

    private static @Nullable DefaultRetention declaration(@Nullable Retention retention) {
        return retention == null
                ? null
                : new DefaultRetention(
                        Mode.valueOf(retention.mode()), positive(retention.days()), positive(retention.years()));
    }

    private static @Nullable Integer positive(int number) {
        return number > 0 ? number : null;
    }

    @Override
    public List<Refusal> refusals(BucketSpec spec, Profile profile) {
        return List.of();
    }

    @Override
    public List<Refusal> refusals(BucketSpec spec, ObjectLockState observed, Profile profile) {
        if (observed.enabled()) {
            return List.of();
        }
        if (!profile.objectLock().onExisting()) {
            return List.of(Refusal.unsupported(
                    path(),
                    ("the bucket exists without object lock, and a %s store gives that to new buckets only: remove the"
                                    + " field, or create another Bucket and copy the objects")
                            .formatted(profile.provider())));
        }
        // the API server takes no other status beside objectLock
        return spec.versioning() != null
                ? List.of()
                : List.of(
                        Refusal.invalid(
                                path(),
                                "the bucket exists without object lock, which needs versioning: say versioning: {status: Enabled}"));
    }

    /** A bucket is created with it where the spec asks for it. */
    @Override
    public Optional<ObjectLockState> initial(BucketSpec spec) {
        return Optional.of(new ObjectLockState(true, null));
    }

    @Override
    public List<Change> diff(BucketSpec spec, ObjectLockState observed) {
        DefaultRetention retention = Objects.requireNonNull(spec.objectLock()).defaultRetention();
        ObjectLockState desired =
                new ObjectLockState(true, retention == null ? observed.retention() : Retention.of(retention));
        return desired.equals(observed) ? List.of() : List.of(new Change.SetObjectLock(desired));
    }
}
