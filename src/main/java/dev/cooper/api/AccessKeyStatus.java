package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AccessKeyStatus(
        @Nullable @JsonPropertyDescription("Generation of the spec that this status speaks of.")
        Long observedGeneration,

        @Nullable @JsonPropertyDescription("""
                Ready: the Secret holds a key that signed a real request. Reconciling or Stalled stand beside a \
                Ready that is not True.""") List<Condition> conditions,

        @Nullable @JsonPropertyDescription("Name of the ObjectStore that issued the key.")
        String storeName,

        @Nullable @JsonPropertyDescription("Source in force.")
        KeySource source,

        @Nullable @JsonPropertyDescription("""
                Id of a key that is being issued, written before the request: after a crash it tells that the \
                store may hold a key that no Secret holds.""") String intentID,

        @Nullable
        @JsonPropertyDescription(
                "Access key id in the Secret. It is no secret; the secret key stands in the Secret only.")
        String keyID,

        @Nullable @JsonPropertyDescription("When the key was issued, RFC 3339.")
        String issuedAt,

        @Nullable @JsonPropertyDescription("When the key ends by itself, RFC 3339. Absent for keys that do not expire.")
        String expiresAt,

        @Nullable @JsonPropertyDescription("When the key is renewed, RFC 3339. Absent for keys that do not expire.")
        String renewsAt) {

    public static final AccessKeyStatus EMPTY =
            new AccessKeyStatus(null, null, null, null, null, null, null, null, null);
}
