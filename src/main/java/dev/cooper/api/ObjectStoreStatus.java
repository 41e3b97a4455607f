package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ObjectStoreStatus(
        @Nullable @JsonPropertyDescription("Generation of the spec that this status speaks of.")
        Long observedGeneration,

        @Nullable @JsonPropertyDescription("""
                Ready: the store answered a signed request. Reconciling or Stalled stand beside a Ready that is \
                not True: Cooper goes on trying, or waits for a change of yours.""") List<Condition> conditions,

        @Nullable @JsonPropertyDescription("URL of the S3 API in force.")
        String endpoint,

        @Nullable @JsonPropertyDescription("Region in force.")
        String region,

        @Nullable
        @JsonPropertyDescription(
                "Account that owns the buckets made here: the project id on kakaocloud, the canonical user elsewhere.")
        String accountID,

        @Nullable @JsonPropertyDescription("""
                User that Cooper signs in as, in the words of ACLs: on ceph-rgw its id, with its tenant as tenant$user, \
                elsewhere the canonical user.""") String userID,

        @Nullable @JsonPropertyDescription("""
                What may be asked of this store, by feature: Supported or Unsupported, as the profile says, \
                (overridden) where spec.capabilities says so, and (learned: ...) where the store answered that it has \
                no such thing; that is tried again after six hours.""") Map<String, String> capabilities) {

    public static final ObjectStoreStatus EMPTY = new ObjectStoreStatus(null, null, null, null, null, null, null);
}
