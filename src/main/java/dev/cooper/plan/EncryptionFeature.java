package dev.cooper.plan;

import dev.cooper.api.BucketSpec;
import dev.cooper.api.EncryptionSpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** spec.encryption: default server-side encryption of new objects. */
public enum EncryptionFeature implements BucketFeature<EncryptionState> {
    INSTANCE;

    @Override
    public String key() {
        return "encryption";
    }

    @Override
    public boolean isDeclared(BucketSpec spec) {
        return spec.encryption() != null;
    }

    @Override
    public List<Refusal> refusals(BucketSpec spec, Profile profile) {
        EncryptionSpec encryption = declared(spec);
        return profile.encryption().algorithms().contains(encryption.algorithm())
                ? List.of()
                : List.of(Refusal.unsupported(
                        "spec.encryption.algorithm",
                        "this store cannot encrypt with %s; it can with %s"
                                .formatted(
                                        encryption.algorithm().wire(),
                                        profile.encryption().algorithms().stream()
                                                .map(EncryptionSpec.Algorithm::wire)
                                                .toList())));
    }

    @Override
    public Optional<EncryptionState> initial(BucketSpec spec) {
        return Optional.of(EncryptionState.NONE);
    }

    @Override
    public List<Change> diff(BucketSpec spec, EncryptionState observed) {
        EncryptionSpec encryption = declared(spec);
        EncryptionState desired = EncryptionState.of(
                encryption.algorithm(), encryption.kmsKeyID(), Boolean.TRUE.equals(encryption.bucketKeyEnabled()));
        return sameAs(encryption, desired, observed) ? List.of() : List.of(new Change.SetEncryption(desired));
    }

    /** A key or bucket key that the spec does not name may be whatever the store chose. */
    private static boolean sameAs(EncryptionSpec spec, EncryptionState desired, EncryptionState observed) {
        return Objects.equals(desired.algorithm(), observed.algorithm())
                && (spec.kmsKeyID() == null || spec.kmsKeyID().equals(observed.kmsKeyId()))
                && (spec.bucketKeyEnabled() == null || desired.bucketKeyEnabled() == observed.bucketKeyEnabled());
    }

    private static EncryptionSpec declared(BucketSpec spec) {
        return Objects.requireNonNull(spec.encryption());
    }
}
