package dev.cooper.client.s3;

import dev.cooper.plan.EncryptionState;
import java.util.Objects;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/** Get and PutBucketEncryption. */
final class S3Encryption {
    private final S3Client s3;

    S3Encryption(S3Client s3) {
        this.s3 = s3;
    }

    EncryptionState observe(String bucket) {
        try {
            return s3
                    .getBucketEncryption(request -> request.bucket(bucket))
                    .serverSideEncryptionConfiguration()
                    .rules()
                    .stream()
                    .findFirst()
                    .map(S3Encryption::state)
                    .orElse(EncryptionState.NONE);
        } catch (S3Exception e) {
            if (S3Failures.code(e).equals("ServerSideEncryptionConfigurationNotFoundError")) {
                return EncryptionState.NONE;
            }
            throw e;
        }
    }

    private static EncryptionState state(ServerSideEncryptionRule rule) {
        ServerSideEncryptionByDefault byDefault = rule.applyServerSideEncryptionByDefault();
        return byDefault == null
                ? EncryptionState.NONE
                : new EncryptionState(
                        byDefault.sseAlgorithmAsString(),
                        byDefault.kmsMasterKeyID(),
                        Boolean.TRUE.equals(rule.bucketKeyEnabled()));
    }

    void put(String bucket, EncryptionState desired) {
        ServerSideEncryptionRule.Builder rule = ServerSideEncryptionRule.builder()
                .applyServerSideEncryptionByDefault(byDefault -> byDefault
                        .sseAlgorithm(Objects.requireNonNull(desired.algorithm()))
                        .kmsMasterKeyID(desired.kmsKeyId()));
        if (desired.bucketKeyEnabled()) {
            rule.bucketKeyEnabled(true);
        }
        s3.putBucketEncryption(request -> request.bucket(bucket)
                .serverSideEncryptionConfiguration(configuration -> configuration.rules(rule.build())));
    }
}
