package dev.cooper.client.s3;

import dev.cooper.plan.LoggingState;
import java.util.Objects;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketLoggingStatus;
import software.amazon.awssdk.services.s3.model.LoggingEnabled;

/** Get and PutBucketLogging. */
final class S3Logging {
    private final S3Client s3;

    S3Logging(S3Client s3) {
        this.s3 = s3;
    }

    LoggingState observe(String bucket) {
        LoggingEnabled enabled =
                s3.getBucketLogging(request -> request.bucket(bucket)).loggingEnabled();
        return enabled == null
                ? LoggingState.OFF
                : new LoggingState(enabled.targetBucket(), Objects.requireNonNullElse(enabled.targetPrefix(), ""));
    }

    void put(String bucket, LoggingState desired) {
        BucketLoggingStatus.Builder status = BucketLoggingStatus.builder();
        if (desired.targetBucket() != null) {
            status.loggingEnabled(
                    enabled -> enabled.targetBucket(desired.targetBucket()).targetPrefix(desired.targetPrefix()));
        }
        s3.putBucketLogging(request -> request.bucket(bucket).bucketLoggingStatus(status.build()));
    }
}
