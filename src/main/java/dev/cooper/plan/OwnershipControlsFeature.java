package dev.cooper.plan;

import dev.cooper.api.BucketSpec;
import dev.cooper.api.OwnershipControlsSpec;
import dev.cooper.api.OwnershipControlsSpec.ObjectOwnership;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** spec.ownershipControls: who owns the objects of a bucket, and whether ACLs count. */
public enum OwnershipControlsFeature implements BucketFeature<OwnershipControlsState> {
    INSTANCE;

    @Override
    public String key() {
        return "ownershipControls";
    }

    @Override
    public @Nullable OwnershipControlsSpec section(BucketSpec spec) {
        return spec.ownershipControls();
    }

    @Override
    public @Nullable OwnershipControlsSpec declaration(OwnershipControlsState observed) {
        return observed.equals(OwnershipControlsState.NONE)
                ? null
                : new OwnershipControlsSpec(ObjectOwnership.valueOf(observed.objectOwnership()));
    }

    /** The API server refuses that too; what is imported does not pass there. */
    @Override
    public List<Refusal> refusals(BucketSpec spec, Profile profile) {
        return declared(spec) == ObjectOwnership.BucketOwnerEnforced && AclFeature.grantsToOthers(spec)
                ? List.of(Refusal.invalid(
                        "spec.acl",
                        "it grants something, and spec.ownershipControls.objectOwnership BucketOwnerEnforced turns ACLs"
                                + " off: drop the grants, or choose BucketOwnerPreferred or ObjectWriter"))
                : List.of();
    }

    /** AWS enforces the owner on new buckets, other stores nothing: only the store knows. */
    @Override
    public Optional<OwnershipControlsState> initial(BucketSpec spec) {
        return Optional.empty();
    }

    @Override
    public List<Change> diff(BucketSpec spec, OwnershipControlsState observed) {
        ObjectOwnership desired = declared(spec);
        return desired.name().equals(observed.objectOwnership())
                ? List.of()
                : List.of(new Change.SetOwnershipControls(desired));
    }

    private static ObjectOwnership declared(BucketSpec spec) {
        return Objects.requireNonNull(spec.ownershipControls()).objectOwnership();
    }
}
