package dev.cooper.plan;

import dev.cooper.api.BucketSpec;
import dev.cooper.api.EncryptionSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** spec.encryption: default server-side encryption of new objects. */
public enum EncryptionFeature implements BucketFeature<EncryptionState> {
    INSTANCE;

    @Override
    public String key() {
        return "encryption";
    }

    @Override
    public @Nullable EncryptionSpec section(BucketSpec spec) {
        return spec.encryption();
    }

    @Override
    public @Nullable EncryptionSpec declaration(EncryptionState observed) {
        return Arrays.stream(EncryptionSpec.Algorithm.values())
                .filter(algorithm -> algorithm.wire().equals(observed.algorithm()))
                .findFirst()
                .map(algorithm -> new EncryptionSpec(
                        algorithm, observed.kmsKeyId(), observed.bucketKeyEnabled() ? Boolean.TRUE : null))
                .orElse(null);
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
        EncryptionState desired = desired(declared(spec), observed);
        return desired.equals(observed) ? List.of() : List.of(new Change.SetEncryption(desired));
    }

    /**
     * With the algorithm that is there, a key that the spec does not name stays what it is: it may be the one that the
     * store chose. So does a bucket key beside AES256, which has no use for one.
     */
    private static EncryptionState desired(EncryptionSpec spec, EncryptionState observed) {
        EncryptionState unnamed =
                spec.algorithm().wire().equals(observed.algorithm()) ? observed : EncryptionState.NONE;
        return EncryptionState.of(
                spec.algorithm(),
                spec.kmsKeyID() == null ? unnamed.kmsKeyId() : spec.kmsKeyID(),
                spec.algorithm() == EncryptionSpec.Algorithm.AES256
                        ? unnamed.bucketKeyEnabled()
                        : Boolean.TRUE.equals(spec.bucketKeyEnabled()));
    }

    private static EncryptionSpec declared(BucketSpec spec) {
        return Objects.requireNonNull(spec.encryption());
    }
}
