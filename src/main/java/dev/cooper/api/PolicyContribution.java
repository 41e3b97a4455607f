package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PolicyContribution(
        @JsonPropertyDescription("metadata.name of the BucketPolicy.")
        String name,

        @JsonPropertyDescription("metadata.uid of the BucketPolicy.")
        String uid,

        @JsonPropertyDescription("Generation of the BucketPolicy's spec that this speaks of.")
        Long generation,

        @Nullable
        @JsonPropertyDescription(
                "true: written before the request to the store, whose outcome may be unknown. Absent: in force.")
        Boolean pending,

        @Nullable @JsonPropertyDescription("ACL or Policy. Absent when refused before anything was sent.")
        PolicyMechanism mechanism,

        @Nullable @JsonPropertyDescription("What it came to on the store. Absent when refused.")
        PolicyExpression expressedAs,

        @Nullable @Size(max = 200) @JsonPropertyDescription("""
                Those grants of the ACL that were not there before, or that may be there because the store is asked \
                again to take what it rejected: these go with the BucketPolicy. Absent: none.""")
        List<GrantSpec> added,

        @Nullable @JsonPropertyDescription("Why nothing of the BucketPolicy is in force. Absent when all of it is.")
        List<PolicyRefusal> refusals) {

    public List<GrantSpec> addedOrNone() {
        return Objects.requireNonNullElse(added, List.of());
    }

    public boolean awaitsWrite() {
        return Boolean.TRUE.equals(pending);
    }

    /** The same before it is written, with all grants that may be there because of it. */
    public PolicyContribution pending(List<GrantSpec> mayBeAdded) {
        return new PolicyContribution(
                name, uid, generation, true, mechanism, expressedAs, mayBeAdded.isEmpty() ? null : mayBeAdded, null);
    }
}
