package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A reference by name, to a resource of this namespace or of the cluster. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ObjectReference(
        @Required @Size(min = 1, max = 253) @JsonPropertyDescription("metadata.name of the referenced resource.")
        String name) {}
