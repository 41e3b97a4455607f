package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A reference by name, to a resource of this namespace or of the cluster. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ObjectReference(
        @Required @Size(min = 1, max = 253) @JsonPropertyDescription("metadata.name of the referenced resource.")
        String name) {

    /** The name that is in force or, before there is one, the name that is asked for; null where none is. */
    public static @Nullable String nameInForce(@Nullable String inForce, @Nullable ObjectReference asked) {
        return inForce != null ? inForce : asked == null ? null : asked.name();
    }
}
