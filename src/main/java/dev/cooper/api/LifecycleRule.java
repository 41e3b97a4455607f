package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "has(self.expiration) || has(self.noncurrentVersionExpiration)"
                + " || has(self.abortIncompleteMultipartUpload)"
                + " || (has(self.transitions) && size(self.transitions) > 0)"
                + " || (has(self.noncurrentVersionTransitions) && size(self.noncurrentVersionTransitions) > 0)",
        message = "a lifecycle rule needs at least one action: expiration, transitions, noncurrentVersionExpiration,"
                + " noncurrentVersionTransitions or abortIncompleteMultipartUpload")
@ValidationRule(
        value = "!has(self.abortIncompleteMultipartUpload) || !has(self.filter)"
                + " || !(has(self.filter.tags) || has(self.filter.objectSizeGreaterThan)"
                + " || has(self.filter.objectSizeLessThan))",
        message = "abortIncompleteMultipartUpload cannot be filtered by tags or size, since uploads have neither:"
                + " put it into a rule of its own",
        fieldPath = ".abortIncompleteMultipartUpload")
@ValidationRule(
        value = "!has(self.expiration) || !has(self.expiration.expiredObjectDeleteMarker)"
                + " || !has(self.filter) || !has(self.filter.tags)",
        message = "expiration.expiredObjectDeleteMarker cannot be filtered by tags, since delete markers have none",
        fieldPath = ".expiration")
public record LifecycleRule(
        @Required @Size(min = 1, max = 255) @JsonPropertyDescription("Name of the rule, unique in the bucket.")
        String id,

        @Default("Enabled")
        @JsonPropertyDescription("Enabled (default) or Disabled, which keeps the rule but does not apply it.")
        Status status,

        @Nullable
        @JsonPropertyDescription("Objects that the rule applies to. All conditions must hold. Default: all objects.")
        Filter filter,

        @Nullable @JsonPropertyDescription("When current objects are deleted. Exactly one of its fields.")
        Expiration expiration,

        @Nullable
        @Size(max = 20)
        @JsonPropertyDescription("When current objects move to another storage class. Not on kakaocloud.")
        List<Transition> transitions,

        @Nullable @JsonPropertyDescription("When versions that are no longer current are deleted. Not on kakaocloud.")
        NoncurrentVersionExpiration noncurrentVersionExpiration,

        @Nullable
        @Size(max = 20)
        @JsonPropertyDescription(
                "When versions that are no longer current move to another storage class. Not on kakaocloud.")
        List<NoncurrentVersionTransition> noncurrentVersionTransitions,

        @Nullable
        @JsonPropertyDescription("When multipart uploads that were never completed are aborted. Not on kakaocloud.")
        AbortIncompleteMultipartUpload abortIncompleteMultipartUpload) {

    public LifecycleRule {
        status = Objects.requireNonNullElse(status, Status.Enabled);
    }

    /** Whether a rule is applied. */
    public enum Status {
        Enabled,
        Disabled
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @ValidationRule(
            value = "!has(self.objectSizeGreaterThan) || !has(self.objectSizeLessThan)"
                    + " || self.objectSizeGreaterThan < self.objectSizeLessThan",
            message = "filter.objectSizeGreaterThan must be below filter.objectSizeLessThan",
            fieldPath = ".objectSizeGreaterThan")
    public record Filter(
            @Nullable
            @Size(min = 1, max = 1024)
            @JsonPropertyDescription("Keys must begin with this, for example tmp/.")
            String prefix,

            @Nullable @Size(min = 1, max = 50) @JsonPropertyDescription("Objects must carry all of these tags.")
            List<Tag> tags,

            @Nullable
            @Min(0)
            @JsonPropertyDescription("Objects must be larger than this many bytes. Not on kakaocloud.")
            Long objectSizeGreaterThan,

            @Nullable
            @Min(1)
            @JsonPropertyDescription("Objects must be smaller than this many bytes. Not on kakaocloud.")
            Long objectSizeLessThan) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Tag(
            @Required @Size(min = 1, max = 128) @JsonPropertyDescription("Key of the object tag.")
            String key,

            @Required @Size(max = 256) @JsonPropertyDescription("Value of the object tag; may be empty.")
            String value) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @ValidationRule(
            value = "[has(self.days), has(self.date), has(self.expiredObjectDeleteMarker)].filter(x, x).size() == 1",
            message = "give exactly one of days, date and expiredObjectDeleteMarker in expiration")
    @ValidationRule(
            value = "!has(self.expiredObjectDeleteMarker) || self.expiredObjectDeleteMarker",
            message = "expiredObjectDeleteMarker can only be true: leave expiration out to let delete markers be",
            fieldPath = ".expiredObjectDeleteMarker")
    public record Expiration(
            @Nullable @Min(1) @Max(Integer.MAX_VALUE) @JsonPropertyDescription("Days after an object's creation.")
            Integer days,

            @Nullable
            @Pattern(LifecycleRule.DATE_PATTERN)
            @Size(max = 20)
            @JsonPropertyDescription("A day, at midnight UTC: 2027-01-31. Not on kakaocloud.")
            String date,

            @Nullable
            @JsonPropertyDescription(
                    "true removes delete markers that hide no version any more (versioned buckets). Not on kakaocloud.")
            Boolean expiredObjectDeleteMarker) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @ValidationRule(
            value = "has(self.days) != has(self.date)",
            message = "give either days or date in a transition, not both and not neither")
    public record Transition(
            @Nullable @Min(0) @Max(Integer.MAX_VALUE) @JsonPropertyDescription("Days after an object's creation.")
            Integer days,

            @Nullable
            @Pattern(LifecycleRule.DATE_PATTERN)
            @Size(max = 20)
            @JsonPropertyDescription("A day, at midnight UTC: 2027-01-31.")
            String date,

            @Required
            @Size(min = 1, max = 64)
            @JsonPropertyDescription("Storage class to move to, as the store names it, for example GLACIER.")
            String storageClass) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record NoncurrentVersionExpiration(
            @Required
            @Min(1)
            @Max(Integer.MAX_VALUE)
            @JsonPropertyDescription("Days after a version ceased to be current.")
            Integer noncurrentDays,

            @Nullable
            @Min(1)
            @Max(100)
            @JsonPropertyDescription("How many of the newest noncurrent versions are kept all the same.")
            Integer newerNoncurrentVersions) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record NoncurrentVersionTransition(
            @Required
            @Min(0)
            @Max(Integer.MAX_VALUE)
            @JsonPropertyDescription("Days after a version ceased to be current.")
            Integer noncurrentDays,

            @Nullable
            @Min(1)
            @Max(100)
            @JsonPropertyDescription("How many of the newest noncurrent versions stay all the same.")
            Integer newerNoncurrentVersions,

            @Required
            @Size(min = 1, max = 64)
            @JsonPropertyDescription("Storage class to move to, as the store names it.")
            String storageClass) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record AbortIncompleteMultipartUpload(
            @Required @Min(1) @Max(Integer.MAX_VALUE) @JsonPropertyDescription("Days after the upload was begun.")
            Integer daysAfterInitiation) {}

    static final String DATE_PATTERN = "^[0-9]{4}-[01][0-9]-[0-3][0-9]$";
}
