package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

@JsonIgnoreProperties(ignoreUnknown = true)
public record VersioningSpec(
        @Required @JsonPropertyDescription("""
                Enabled keeps every version of an object: a write adds one, a delete hides them behind a delete \
                marker. Suspended makes no new versions and keeps those there are; a bucket that never was versioned \
                counts as Suspended. S3 knows no way back from Enabled to a bucket without versioning.""") Status status) {

    /** Whether new versions are kept. */
    public enum Status {
        Enabled,
        Suspended
    }
}
