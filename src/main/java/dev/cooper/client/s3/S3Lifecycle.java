package dev.cooper.client.s3;

import dev.cooper.api.LifecycleRule.AbortIncompleteMultipartUpload;
import dev.cooper.api.LifecycleRule.Expiration;
import dev.cooper.api.LifecycleRule.Filter;
import dev.cooper.api.LifecycleRule.NoncurrentVersionExpiration;
import dev.cooper.api.LifecycleRule.NoncurrentVersionTransition;
import dev.cooper.api.LifecycleRule.Status;
import dev.cooper.api.LifecycleRule.Tag;
import dev.cooper.api.LifecycleRule.Transition;
import dev.cooper.plan.LifecycleState;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleExpiration;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.LifecycleRuleFilter;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Get, Put and DeleteBucketLifecycleConfiguration. */
final class S3Lifecycle {
    private final S3Client s3;

    S3Lifecycle(S3Client s3) {
        this.s3 = s3;
    }

    LifecycleState observe(String bucket) {
        try {
            return new LifecycleState(
                    s3.getBucketLifecycleConfiguration(request -> request.bucket(bucket)).rules().stream()
                            .map(S3Lifecycle::fromSdk)
                            .toList());
        } catch (S3Exception e) {
            if (S3Failures.code(e).equals("NoSuchLifecycleConfiguration")) {
                return LifecycleState.NONE;
            }
            throw e;
        }
    }

    void put(String bucket, List<dev.cooper.api.LifecycleRule> rules) {
        List<LifecycleRule> sdk = rules.stream().map(S3Lifecycle::toSdk).toList();
        s3.putBucketLifecycleConfiguration(
                request -> request.bucket(bucket).lifecycleConfiguration(configuration -> configuration.rules(sdk)));
    }

    void delete(String bucket) {
        s3.deleteBucketLifecycle(request -> request.bucket(bucket));
    }

    // ---- to the wire ----

    private static LifecycleRule toSdk(dev.cooper.api.LifecycleRule rule) {
        LifecycleRule.Builder sdk = LifecycleRule.builder()
                .id(rule.id())
                .status(rule.status() == Status.Enabled ? ExpirationStatus.ENABLED : ExpirationStatus.DISABLED)
                .filter(toSdk(rule.filter()));
        if (rule.expiration() != null) {
            Expiration expiration = rule.expiration();
            sdk.expiration(e -> e.days(expiration.days())
                    .date(instant(expiration.date()))
                    .expiredObjectDeleteMarker(expiration.expiredObjectDeleteMarker()));
        }
        if (rule.transitions() != null) {
            sdk.transitions(rule.transitions().stream()
                    .map(t -> software.amazon.awssdk.services.s3.model.Transition.builder()
                            .days(t.days())
                            .date(instant(t.date()))
                            .storageClass(t.storageClass())
                            .build())
                    .toList());
        }
        if (rule.noncurrentVersionExpiration() != null) {
            NoncurrentVersionExpiration noncurrent = rule.noncurrentVersionExpiration();
            sdk.noncurrentVersionExpiration(e -> e.noncurrentDays(noncurrent.noncurrentDays())
                    .newerNoncurrentVersions(noncurrent.newerNoncurrentVersions()));
        }
        if (rule.noncurrentVersionTransitions() != null) {
            sdk.noncurrentVersionTransitions(rule.noncurrentVersionTransitions().stream()
                    .map(t -> software.amazon.awssdk.services.s3.model.NoncurrentVersionTransition.builder()
                            .noncurrentDays(t.noncurrentDays())
                            .newerNoncurrentVersions(t.newerNoncurrentVersions())
                            .storageClass(t.storageClass())
                            .build())
                    .toList());
        }
        if (rule.abortIncompleteMultipartUpload() != null) {
            int days = rule.abortIncompleteMultipartUpload().daysAfterInitiation();
            sdk.abortIncompleteMultipartUpload(abort -> abort.daysAfterInitiation(days));
        }
        return sdk.build();
    }

    /** One condition stands alone, several stand in And, where KakaoCloud demands a prefix; none is an empty prefix. */
    private static LifecycleRuleFilter toSdk(@Nullable Filter filter) {
        if (filter == null) {
            return LifecycleRuleFilter.builder().prefix("").build();
        }
        List<software.amazon.awssdk.services.s3.model.Tag> tags = filter.tags() == null
                ? List.of()
                : filter.tags().stream()
                        .map(tag -> software.amazon.awssdk.services.s3.model.Tag.builder()
                                .key(tag.key())
                                .value(tag.value())
                                .build())
                        .toList();
        int conditions = tags.size()
                + (filter.prefix() == null ? 0 : 1)
                + (filter.objectSizeGreaterThan() == null ? 0 : 1)
                + (filter.objectSizeLessThan() == null ? 0 : 1);
        LifecycleRuleFilter.Builder sdk = LifecycleRuleFilter.builder();
        if (conditions == 0) {
            return sdk.prefix("").build();
        }
        if (conditions == 1) {
            return sdk.prefix(filter.prefix())
                    .tag(tags.isEmpty() ? null : tags.getFirst())
                    .objectSizeGreaterThan(filter.objectSizeGreaterThan())
                    .objectSizeLessThan(filter.objectSizeLessThan())
                    .build();
        }
        return sdk.and(and -> and.prefix(Objects.requireNonNullElse(filter.prefix(), ""))
                        .tags(tags.isEmpty() ? null : tags)
                        .objectSizeGreaterThan(filter.objectSizeGreaterThan())
                        .objectSizeLessThan(filter.objectSizeLessThan()))
                .build();
    }

    private static @Nullable Instant instant(@Nullable String date) {
        return date == null
                ? null
                : LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    // ---- from the wire ----

    @SuppressWarnings("deprecation") // old configurations carry a prefix outside of any filter
    private static dev.cooper.api.LifecycleRule fromSdk(LifecycleRule rule) {
        return new dev.cooper.api.LifecycleRule(
                Objects.requireNonNullElse(rule.id(), ""),
                rule.status() == ExpirationStatus.ENABLED ? Status.Enabled : Status.Disabled,
                fromSdk(rule.filter(), rule.prefix()),
                fromSdk(rule.expiration()),
                rule.hasTransitions()
                        ? rule.transitions().stream()
                                .map(t -> new Transition(t.days(), date(t.date()), t.storageClassAsString()))
                                .toList()
                        : null,
                rule.noncurrentVersionExpiration() == null
                        ? null
                        : new NoncurrentVersionExpiration(
                                rule.noncurrentVersionExpiration().noncurrentDays(),
                                rule.noncurrentVersionExpiration().newerNoncurrentVersions()),
                rule.hasNoncurrentVersionTransitions()
                        ? rule.noncurrentVersionTransitions().stream()
                                .map(t -> new NoncurrentVersionTransition(
                                        t.noncurrentDays(), t.newerNoncurrentVersions(), t.storageClassAsString()))
                                .toList()
                        : null,
                rule.abortIncompleteMultipartUpload() == null
                        ? null
                        : new AbortIncompleteMultipartUpload(
                                rule.abortIncompleteMultipartUpload().daysAfterInitiation()));
    }

    private static @Nullable Expiration fromSdk(@Nullable LifecycleExpiration expiration) {
        return expiration == null
                ? null
                : new Expiration(expiration.days(), date(expiration.date()), expiration.expiredObjectDeleteMarker());
    }

    private static Filter fromSdk(@Nullable LifecycleRuleFilter filter, @Nullable String outerPrefix) {
        if (filter == null) {
            return new Filter(outerPrefix, null, null, null);
        }
        if (filter.and() != null) {
            return new Filter(
                    filter.and().prefix(),
                    filter.and().tags().stream().map(S3Lifecycle::fromSdk).toList(),
                    filter.and().objectSizeGreaterThan(),
                    filter.and().objectSizeLessThan());
        }
        return new Filter(
                filter.prefix() == null ? outerPrefix : filter.prefix(),
                filter.tag() == null ? null : List.of(fromSdk(filter.tag())),
                filter.objectSizeGreaterThan(),
                filter.objectSizeLessThan());
    }

    private static Tag fromSdk(software.amazon.awssdk.services.s3.model.Tag tag) {
        return new Tag(tag.key(), Objects.requireNonNullElse(tag.value(), ""));
    }

    private static @Nullable String date(@Nullable Instant instant) {
        return instant == null
                ? null
                : LocalDate.ofInstant(instant, ZoneOffset.UTC).toString();
    }
}
