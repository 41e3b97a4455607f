package dev.cooper.client.s3;

import dev.cooper.plan.ObjectLockState;
import dev.cooper.plan.ObjectLockState.Retention;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DefaultRetention;
import software.amazon.awssdk.services.s3.model.ObjectLockConfiguration;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.ObjectLockRule;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Get and PutObjectLockConfiguration. */
final class S3ObjectLock {
    private final S3Client s3;

    S3ObjectLock(S3Client s3) {
        this.s3 = s3;
    }

    ObjectLockState observe(String bucket) {
        try {
            ObjectLockConfiguration lock = s3.getObjectLockConfiguration(request -> request.bucket(bucket))
                    .objectLockConfiguration();
            return lock == null || lock.objectLockEnabled() != ObjectLockEnabled.ENABLED
                    ? ObjectLockState.NONE
                    : new ObjectLockState(true, retention(lock.rule()));
        } catch (S3Exception e) {
            if (S3Failures.code(e).equals("ObjectLockConfigurationNotFoundError")) {
                return ObjectLockState.NONE;
            }
            throw e;
        }
    }

    private static @Nullable Retention retention(@Nullable ObjectLockRule rule) {
        DefaultRetention retention = rule == null ? null : rule.defaultRetention();
        return retention == null
                ? null
                : new Retention(retention.modeAsString(), orZero(retention.days()), orZero(retention.years()));
    }

    private static int orZero(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    /** Without a rule there is no default retention afterwards. */
    void put(String bucket, ObjectLockState desired) {
        ObjectLockConfiguration.Builder lock =
                ObjectLockConfiguration.builder().objectLockEnabled(ObjectLockEnabled.ENABLED);
        Retention retention = desired.retention();
        if (retention != null) {
            lock.rule(rule -> rule.defaultRetention(retained -> {
                retained.mode(retention.mode());
                if (retention.days() > 0) {
                    retained.days(retention.days());
                } else {
                    retained.years(retention.years());
                }
            }));
        }
        s3.putObjectLockConfiguration(request -> request.bucket(bucket).objectLockConfiguration(lock.build()));
    }
}
