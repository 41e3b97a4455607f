package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "has(self.storeRef) == has(oldSelf.storeRef)"
                + " && (!has(self.storeRef) || self.storeRef.name == oldSelf.storeRef.name)",
        message = "spec.storeRef is immutable: create another AccessKey for another store",
        fieldPath = ".storeRef")
@ValidationRule(
        value = "has(self.source) == has(oldSelf.source) && (!has(self.source) || self.source == oldSelf.source)",
        message = "spec.source is immutable: create another AccessKey and let workloads move over",
        fieldPath = ".source")
@ValidationRule(
        value = "self.secret.name == oldSelf.secret.name",
        message = "spec.secret.name is immutable: create another AccessKey and let workloads move over",
        fieldPath = ".secret.name")
@ValidationRule(
        value = "!has(self.durationSeconds) || (" + AccessKeySpec.TEMPORARY + ")",
        message = "spec.durationSeconds goes with source stsWebIdentity or assumeRole, which must be given beside it:"
                + " the keys of other sources do not expire",
        fieldPath = ".durationSeconds")
@ValidationRule(
        value = "!has(self.roleARN) || (" + AccessKeySpec.TEMPORARY + ")",
        message = "spec.roleARN goes with source stsWebIdentity or assumeRole, which must be given beside it",
        fieldPath = ".roleARN")
@ValidationRule(
        value = "!has(self.roleARN) || self.roleARN.matches('" + Formats.ROLE_ARN + "')",
        message = "spec.roleARN " + Formats.ROLE_ARN_MEANING,
        fieldPath = ".roleARN")
@ValidationRule(
        value = "!has(self.rotation) || !(" + AccessKeySpec.TEMPORARY + ")"
                + " || (!has(self.rotation.every) && !has(self.rotation.overlap))",
        message = "spec.rotation.every and overlap are for keys that do not expire: with source stsWebIdentity or"
                + " assumeRole the credentials are renewed at half of their life; say durationSeconds",
        fieldPath = ".rotation")
@ValidationRule(
        value = "!(" + AccessKeySpec.TEMPORARY + ") || !has(self.secret.formats)"
                + " || !self.secret.formats.exists(format, format == 'cosi' || format == 'serviceBinding')",
        message = "spec.secret.formats cosi and serviceBinding have no place for the session token of temporary"
                + " credentials: use env or credentialsFile, or another source",
        fieldPath = ".secret.formats")
@ValidationRule(
        value = "!has(self.secret.formats) || self.buckets.size() == 1"
                + " || !self.secret.formats.exists(format, format == 'cosi' || format == 'obc')",
        message = "spec.secret.formats cosi and obc tell of exactly one bucket: name one in spec.buckets",
        fieldPath = ".secret.formats")
@ValidationRule(
        value =
                "has(self.credentialsEndpoint) || !has(self.secret.formats)"
                        + " || !self.secret.formats.exists(format, format == 'containerCredentials' || format == 'webIdentity')",
        message =
                "spec.secret.formats containerCredentials and webIdentity are for pods that fetch the key: say whose in"
                        + " spec.credentialsEndpoint.serviceAccounts",
        fieldPath = ".secret.formats")
public record AccessKeySpec(
        @Nullable
        @JsonPropertyDescription(
                "The ObjectStore that issues the key. Optional when a default ObjectStore exists. Immutable.")
        ObjectReference storeRef,

        @Nullable @JsonPropertyDescription("""
                How the key is made: keystoneEc2, a key of OpenStack Keystone that stays until it is revoked; \
                iamUser, a key of an IAM user of its own, whose policy allows what spec.buckets says; \
                assumeRole or stsWebIdentity, temporary credentials with a session token, renewed at half of their \
                life: of a role that trusts Cooper's own key or one of its ServiceAccounts, narrowed to \
                spec.buckets, or, on kakaocloud, for a Keystone token. \
                Default: the first that the store has. Immutable.""") KeySource source,

        @Nullable @Pattern(Formats.ROLE_ARN) @Size(max = 2048) @JsonPropertyDescription("""
                ARN of the role whose sessions the key is for, with source assumeRole, and with stsWebIdentity \
                outside of kakaocloud. Default: the ObjectStore's spec.sts.roleARN.""")
        String roleARN,

        @Required
        @Size(min = 1, max = 32)
        @JsonPropertyDescription("The Buckets, of this namespace and store, that the key is for.")
        List<BucketAccess> buckets,

        @Nullable @JsonPropertyDescription("""
                Must be true where the source cannot narrow a key to buckets, as keystoneEc2, and each source on \
                kakaocloud: the key then carries all rights of the user that Cooper signs in as. Without it such a key is refused.""") Boolean allowBroad,

        @Required @JsonPropertyDescription("Where the credentials are written, and in which shape.")
        SecretTarget secret,

        @Nullable @Min(900) @Max(43200) @JsonPropertyDescription("""
                Life of temporary credentials in seconds, 900 to 43200. Default 3600. Only beside \
                source: stsWebIdentity or assumeRole.""")
        Integer durationSeconds,

        @Nullable
        @JsonPropertyDescription("When the key is replaced by a new one. Default: only when it is lost or ends.")
        RotationSpec rotation,

        @Nullable @Size(max = 16) @JsonPropertyDescription("""
                Workloads of this namespace whose pods are replaced, as by kubectl rollout restart, when another key \
                stands in the Secret: for software that reads its key once. Cooper must be allowed to patch them. \
                Default: none.""")
        List<RestartTarget> rolloutRestart,

        @Nullable @JsonPropertyDescription("""
                Who may fetch the key from Cooper's credentials endpoint, which whoever runs Cooper must have turned on. \
                Default: nobody.""") CredentialsEndpointSpec credentialsEndpoint) {

    static final String TEMPORARY = "has(self.source) && self.source in ['stsWebIdentity', 'assumeRole']";

    public RotationSpec rotationOrNone() {
        return rotation == null ? RotationSpec.NONE : rotation;
    }

    public boolean allowsBroad() {
        return Boolean.TRUE.equals(allowBroad);
    }
}
