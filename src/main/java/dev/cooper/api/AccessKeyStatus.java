package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@RecordBuilder
@RecordBuilder.Options(enableWither = false, enableGetters = false)
public record AccessKeyStatus(
        @Nullable @JsonPropertyDescription("Generation of the spec that this status speaks of.")
        Long observedGeneration,

        @Nullable @JsonPropertyDescription("""
                Ready: the Secret holds a key that signed a real request. Reconciling beside a Ready that is True: \
                that key serves on, but the store could not be asked for what is due. Reconciling or Stalled stand \
                beside a Ready that is not True.""") List<Condition> conditions,

        @Nullable @JsonPropertyDescription("Name of the ObjectStore that issued the key.")
        String storeName,

        @Nullable @JsonPropertyDescription("Source in force.")
        KeySource source,

        @Nullable @JsonPropertyDescription("""
                Id of a key that is being issued, written before the request: after a crash it tells that the \
                store may hold a key that no Secret holds. The first key is announced by the finalizer and \
                the annotation storage.cooper.dev/first-key.""") String intentID,

        @Nullable
        @JsonPropertyDescription(
                "Access key id in the Secret. It is no secret; the secret key stands in the Secret only.")
        String keyID,

        @Nullable @JsonPropertyDescription("""
                Who signs in with the key, as bucket policies name it: the ARN of its own user. With source iamUser; \
                absent for keys that sign in as the user that Cooper does, and for sessions.""") String principal,

        @Nullable @JsonPropertyDescription("""
                What the key may do: access, bucket and the beginning of its objects' keys. Absent for keys that \
                carry all rights of the user that Cooper signs in as.""") List<String> rights,

        @Nullable @JsonPropertyDescription("""
                ARN of the role whose session the key is. With source assumeRole, and with stsWebIdentity outside of \
                kakaocloud.""") String roleARN,

        @Nullable @JsonPropertyDescription("When the key was issued, RFC 3339.")
        String issuedAt,

        @Nullable @JsonPropertyDescription("When the key ends by itself, RFC 3339. Absent for keys that do not expire.")
        String expiresAt,

        @Nullable
        @JsonPropertyDescription("When the next key replaces this one, RFC 3339. Absent when no time is set for that.")
        String nextRotation,

        @Nullable @JsonPropertyDescription("The spec.rotation.trigger that the key was issued under.")
        String rotationTrigger,

        @Nullable @JsonPropertyDescription("Access key id of the key before this one, while it is still valid.")
        String previousKeyID,

        @Nullable @JsonPropertyDescription("When the previous key is revoked, RFC 3339.")
        String previousKeyRetiresAt,

        @Nullable @JsonPropertyDescription("Name of the ConfigMap beside the Secret; with format obc.")
        String configMapName,

        @Nullable
        @JsonPropertyDescription("Where the Secret stands for tools of servicebinding.io; with format serviceBinding.")
        Binding binding) {

    public static final AccessKeyStatus EMPTY = AccessKeyStatusBuilder.builder().build();

    public AccessKeyStatus withConditions(@Nullable Long generation, List<Condition> newConditions) {
        return AccessKeyStatusBuilder.builder(this)
                .observedGeneration(generation)
                .conditions(newConditions)
                .build();
    }

    /** Under way to a new key of this store and source; what is null stays as it is. */
    public AccessKeyStatus withIntent(@Nullable String store, @Nullable KeySource keySource, String intent) {
        return AccessKeyStatusBuilder.builder(this)
                .storeName(store == null ? storeName : store)
                .source(keySource == null ? source : keySource)
                .intentID(intent)
                .build();
    }

    /** The Secret holds a new key; no intent is left. */
    public AccessKeyStatus withKey(
            String store,
            KeySource keySource,
            String id,
            String issued,
            @Nullable String expires,
            @Nullable String next,
            @Nullable String trigger) {
        return AccessKeyStatusBuilder.builder(this)
                .storeName(store)
                .source(keySource)
                .intentID(null)
                .keyID(id)
                .principal(null) // the account that the store's credentials belong to may be another by now
                .issuedAt(issued)
                .expiresAt(expires)
                .nextRotation(next)
                .rotationTrigger(trigger)
                .build();
    }

    public AccessKeyStatus withNextRotation(@Nullable String next) {
        return AccessKeyStatusBuilder.builder(this).nextRotation(next).build();
    }

    public AccessKeyStatus withPrincipal(@Nullable String newPrincipal) {
        return AccessKeyStatusBuilder.builder(this).principal(newPrincipal).build();
    }

    public AccessKeyStatus withRights(@Nullable List<String> newRights, @Nullable String newRole) {
        return AccessKeyStatusBuilder.builder(this)
                .rights(newRights)
                .roleARN(newRole)
                .build();
    }

    public AccessKeyStatus withPrevious(@Nullable String id, @Nullable String retiresAt) {
        return AccessKeyStatusBuilder.builder(this)
                .previousKeyID(id)
                .previousKeyRetiresAt(retiresAt)
                .build();
    }

    public AccessKeyStatus withConfigMap(@Nullable String name) {
        return AccessKeyStatusBuilder.builder(this).configMapName(name).build();
    }

    public AccessKeyStatus withBinding(@Nullable Binding newBinding) {
        return AccessKeyStatusBuilder.builder(this).binding(newBinding).build();
    }

    /** Makes an AccessKey a Provisioned Service of servicebinding.io. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Binding(
            @JsonPropertyDescription("Name of the Secret.") String name) {}
}
