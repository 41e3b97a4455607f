package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "self.enabled",
        message = "spec.objectLock.enabled can only be true, since a bucket keeps its object lock for good:"
                + " drop spec.objectLock to leave it alone",
        fieldPath = ".enabled")
public record ObjectLockSpec(
        @Required @JsonPropertyDescription("""
                true: versions of objects can be protected from being deleted. A bucket gets that when it is created, \
                and keeps it for good; on aws, one that exists gets it too, beside versioning: {status: Enabled}. \
                Elsewhere a bucket that exists without it is refused.""") Boolean enabled,

        @Nullable @JsonPropertyDescription("""
                Retention of new versions that are written without one of their own: a mode, and either days or years. \
                Left alone when absent; defaultRetention: {} removes it. Versions that are there keep the retention \
                that they were written with.""") DefaultRetention defaultRetention) {

    /** What is written without a retention of its own gets this one. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @ValidationRule(
            value = "has(self.mode) ? has(self.days) != has(self.years) : !has(self.days) && !has(self.years)",
            message = "spec.objectLock.defaultRetention needs a mode and either days or years, not both;"
                    + " or nothing at all, which removes it")
    public record DefaultRetention(
            @Nullable @JsonPropertyDescription("""
                    GOVERNANCE: those with the right s3:BypassGovernanceRetention may delete a version before its \
                    time. COMPLIANCE: nobody may.""") Mode mode,

            @Nullable @Min(1) @Max(36500) @JsonPropertyDescription("Days for which a version is kept: 1 to 36500.")
            Integer days,

            @Nullable @Min(1) @Max(100) @JsonPropertyDescription("Years for which a version is kept: 1 to 100.")
            Integer years) {}

    /** How strict a retention is. */
    public enum Mode {
        GOVERNANCE,
        COMPLIANCE
    }
}
