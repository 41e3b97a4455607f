package dev.cooper.client.s3;

import dev.cooper.api.OwnershipControlsSpec.ObjectOwnership;
import dev.cooper.plan.OwnershipControlsState;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Get and PutBucketOwnershipControls. */
final class S3OwnershipControls {
    private final S3Client s3;

    S3OwnershipControls(S3Client s3) {
        this.s3 = s3;
    }

    OwnershipControlsState observe(String bucket) {
        try {
            return s3.getBucketOwnershipControls(request -> request.bucket(bucket)).ownershipControls().rules().stream()
                    .findFirst()
                    .map(OwnershipControlsRule::objectOwnershipAsString)
                    .map(OwnershipControlsState::new)
                    .orElse(OwnershipControlsState.NONE);
        } catch (S3Exception e) {
            if (S3Failures.code(e).equals("OwnershipControlsNotFoundError")) {
                return OwnershipControlsState.NONE;
            }
            throw e;
        }
    }

    void put(String bucket, ObjectOwnership desired) {
        OwnershipControlsRule rule =
                OwnershipControlsRule.builder().objectOwnership(desired.name()).build();
        s3.putBucketOwnershipControls(
                request -> request.bucket(bucket).ownershipControls(controls -> controls.rules(rule)));
    }
}
