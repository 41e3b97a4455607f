package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!has(self.every) || self.every.matches('" + Formats.DURATION + "')",
        message = "spec.rotation.every " + Formats.DURATION_MEANING,
        fieldPath = ".every")
@ValidationRule(
        value = "!has(self.overlap) || self.overlap.matches('" + Formats.DURATION + "')",
        message = "spec.rotation.overlap " + Formats.DURATION_MEANING,
        fieldPath = ".overlap")
@ValidationRule(
        value = "!has(self.every) || !self.every.matches('" + Formats.DURATION + "')"
                + " || duration(self.every) >= duration('1m')",
        message = "spec.rotation.every must be at least 1m",
        fieldPath = ".every")
@ValidationRule(
        value = "!has(self.every) || !self.every.matches('" + Formats.DURATION + "')"
                + " || (has(self.overlap) && !self.overlap.matches('" + Formats.DURATION + "'))"
                + " || duration(self.every) > duration(has(self.overlap) ? self.overlap : '"
                + RotationSpec.DEFAULT_OVERLAP + "')",
        message = "spec.rotation.every must be longer than spec.rotation.overlap, which is 1h unless you say otherwise:"
                + " at most two keys exist at a time",
        fieldPath = ".every")
public record RotationSpec(
        @Nullable @Pattern(Formats.DURATION) @Size(min = 2, max = 16) @JsonPropertyDescription("""
                Age at which a key is replaced, a duration such as 720h. At least 1m, and longer than overlap. \
                Absent: never by age. For keys that do not expire; temporary credentials are renewed at half of \
                their life.""")
        String every,

        @Nullable @Pattern(Formats.DURATION) @Size(min = 2, max = 16) @JsonPropertyDescription("""
                How long the previous key stays valid after its successor stands in the Secret, a duration such as \
                30m. Default 1h; 0s revokes it at once. For keys that do not expire.""")
        String overlap,

        @Nullable @Size(max = 253) @JsonPropertyDescription("""
                Any text: a change of it replaces the key. Written into Git, a commit rotates. A change while a \
                previous key still waits for its end revokes that one at once.""")
        String trigger) {

    /** How long a previous key stays valid when nothing else is said. */
    public static final String DEFAULT_OVERLAP = "1h";

    public static final RotationSpec NONE = new RotationSpec(null, null, null);
}
