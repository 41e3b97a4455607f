package dev.cooper.client.s3;

import dev.cooper.api.VersioningSpec;
import dev.cooper.plan.VersioningState;
import software.amazon.awssdk.services.s3.S3Client;

/** Get and PutBucketVersioning. */
final class S3Versioning {
    private final S3Client s3;

    S3Versioning(S3Client s3) {
        this.s3 = s3;
    }

    /** A bucket that never was versioned answers without a status. */
    VersioningState observe(String bucket) {
        String status =
                s3.getBucketVersioning(request -> request.bucket(bucket)).statusAsString();
        return status == null ? VersioningState.NONE : new VersioningState(status);
    }

    void put(String bucket, VersioningSpec.Status desired) {
        s3.putBucketVersioning(
                request -> request.bucket(bucket).versioningConfiguration(v -> v.status(desired.name())));
    }
}
