package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

@JsonIgnoreProperties(ignoreUnknown = true)
public record BucketTag(
        @Required @Size(min = 1, max = 128) @JsonPropertyDescription("""
                Key of the tag, unique in the bucket. Keys that begin with aws: belong to the store.""")
        String key,

        @Required @Size(max = 256) @JsonPropertyDescription("Value of the tag; may be empty.")
        String value) {}
