package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

@JsonIgnoreProperties(ignoreUnknown = true)
public record PolicyRefusal(
        @JsonPropertyDescription("""
                Why: Unsupported, the store has no words for it; Invalid, a value or a combination is wrong; Public, it \
                would let in people whom nobody named, without both words for that.""") Kind kind,

        @JsonPropertyDescription("The field of the BucketPolicy, for example spec.grants[0].prefix.")
        String path,

        @JsonPropertyDescription("What is wrong and what to do.")
        String message) {

    /** Why a field is refused. */
    public enum Kind {
        Unsupported,
        Invalid,
        Public
    }
}
