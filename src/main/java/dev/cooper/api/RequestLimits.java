package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RequestLimits(
        @Nullable @Min(1) @Max(512) @JsonPropertyDescription("Requests under way at once. Default 32.")
        Integer maxConcurrent,

        @Nullable
        @Min(1)
        @Max(300)
        @JsonPropertyDescription("Seconds that one attempt of a request may take before it is given up. Default 15.")
        Integer attemptTimeoutSeconds) {

    public static final RequestLimits DEFAULT = new RequestLimits(null, null);

    public int concurrency() {
        return maxConcurrent == null ? 32 : maxConcurrent;
    }

    public int attemptSeconds() {
        return attemptTimeoutSeconds == null ? 15 : attemptTimeoutSeconds;
    }
}
