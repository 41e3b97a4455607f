package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BucketPolicyStatus(
        @Nullable @JsonPropertyDescription("Generation of the spec that this status speaks of.")
        Long observedGeneration,

        @Nullable @JsonPropertyDescription("""
                Ready: all of it is in force on the store. Reconciling or Stalled stand beside a Ready that is not \
                True: the Bucket has not come to it, or nothing of it is in force until you change something.""") List<Condition> conditions,

        @Nullable
        @JsonPropertyDescription("How the store has it: as grants of the bucket's ACL, or as statements of its Policy.")
        PolicyMechanism mechanism,

        @Nullable @JsonPropertyDescription("What it came to on the store.")
        PolicyExpression expressedAs,

        @Nullable @JsonPropertyDescription("Why nothing of it is in force.")
        List<PolicyRefusal> refusals) {

    public static final BucketPolicyStatus EMPTY = new BucketPolicyStatus(null, null, null, null, null);

    public BucketPolicyStatus withConditions(Long generation, List<Condition> newConditions) {
        return new BucketPolicyStatus(generation, newConditions, mechanism, expressedAs, refusals);
    }
}
