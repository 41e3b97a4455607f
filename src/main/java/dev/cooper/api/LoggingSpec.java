package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!has(self.targetPrefix) || has(self.targetBucket)",
        message = "spec.logging.targetPrefix needs spec.logging.targetBucket: name the bucket that receives the logs",
        fieldPath = ".targetPrefix")
public record LoggingSpec(
        @Nullable
        @Size(min = 3, max = 63)
        @JsonPropertyDescription(
                "Name of the bucket, on the same store, that receives the logs. Absent: logging is off.")
        String targetBucket,

        @Nullable
        @Size(max = 512)
        @JsonPropertyDescription("Prefix of the log objects' keys, for example logs/. Default: none.")
        String targetPrefix) {}
