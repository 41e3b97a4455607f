package dev.cooper.plan;

import dev.cooper.api.EncryptionSpec.Algorithm;
import org.jspecify.annotations.Nullable;

/**
 * Default encryption of a bucket.
 *
 * @param algorithm S3's name of the algorithm, or null when the bucket has no default encryption
 * @param kmsKeyId the key with aws:kms, or null for the store's own
 * @param bucketKeyEnabled whether object keys are derived from one bucket key
 */
public record EncryptionState(
        @Nullable String algorithm, @Nullable String kmsKeyId, boolean bucketKeyEnabled) implements FeatureState {

    public static final EncryptionState NONE = new EncryptionState(null, null, false);

    static EncryptionState of(Algorithm algorithm, @Nullable String kmsKeyId, boolean bucketKeyEnabled) {
        return new EncryptionState(algorithm.wire(), kmsKeyId, bucketKeyEnabled);
    }

    @Override
    public String toString() {
        return algorithm == null ? "none" : algorithm + (kmsKeyId == null ? "" : " with key " + kmsKeyId);
    }
}
