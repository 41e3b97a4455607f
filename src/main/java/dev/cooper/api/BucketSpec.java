package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "has(self.bucketName) == has(oldSelf.bucketName)"
                + " && (!has(self.bucketName) || self.bucketName == oldSelf.bucketName)",
        message = "spec.bucketName is immutable: a bucket cannot be renamed, create another Bucket instead",
        fieldPath = ".bucketName")
@ValidationRule(
        value = "has(self.storeRef) == has(oldSelf.storeRef)"
                + " && (!has(self.storeRef) || self.storeRef.name == oldSelf.storeRef.name)",
        message = "spec.storeRef is immutable: a bucket cannot move to another store, create another Bucket instead",
        fieldPath = ".storeRef")
@ValidationRule(
        value = "!has(self.bucketName) || self.bucketName.matches('" + Formats.BUCKET_NAME + "')",
        message = "spec.bucketName must have only lower-case letters, digits, dots and hyphens,"
                + " and begin and end with a letter or digit",
        fieldPath = ".bucketName")
@ValidationRule(
        value = "!has(self.bucketName) || !self.bucketName.contains('..')",
        message = "spec.bucketName must not contain two dots in a row",
        fieldPath = ".bucketName")
@ValidationRule(
        value = "!has(self.bucketName) || !self.bucketName.matches('" + Formats.IP_ADDRESS + "')",
        message = "spec.bucketName must not look like an IP address",
        fieldPath = ".bucketName")
@ValidationRule(
        value = "!has(self.tags) || self.tags.all(tag, self.tags.exists_one(other, other.key == tag.key))",
        message = "spec.tags must not have two tags of the same key",
        fieldPath = ".tags")
@ValidationRule(
        value = "!has(self.tags) || self.tags.all(tag, !tag.key.startsWith('aws:'))",
        message = "spec.tags must not have keys that begin with aws:, which are the store's own",
        fieldPath = ".tags")
@ValidationRule(
        value = "!has(self.publicAccessBlock) || !has(self.publicAccessBlock.blockPublicAcls)"
                + " || !self.publicAccessBlock.blockPublicAcls || !has(self.acl)"
                + " || (has(self.acl.canned) ? self.acl.canned == 'private'"
                + " : self.acl.grants.all(grant, !has(grant.grantee.group) || grant.grantee.group == 'LogDelivery'))",
        message = "spec.publicAccessBlock.blockPublicAcls refuses an acl that opens the bucket to everyone:"
                + " drop one of the two",
        fieldPath = ".acl")
@ValidationRule(
        value = "!has(self.objectLock) || !has(self.versioning) || self.versioning.status == 'Enabled'",
        message = "spec.versioning cannot be Suspended beside spec.objectLock, which locks versions: say Enabled,"
                + " or drop spec.versioning",
        fieldPath = ".versioning")
@ValidationRule(
        value = "!has(self.ownershipControls) || self.ownershipControls.objectOwnership != 'BucketOwnerEnforced'"
                + " || !has(self.acl)"
                + " || (has(self.acl.canned) ? self.acl.canned == 'private' : self.acl.grants.size() == 0)",
        message = "spec.ownershipControls.objectOwnership BucketOwnerEnforced turns ACLs off, and spec.acl grants"
                + " something: drop the grants, or choose BucketOwnerPreferred or ObjectWriter",
        fieldPath = ".acl")
@ValidationRule(
        value = "!has(self.driftInterval) || self.driftInterval.matches('" + Formats.DURATION + "')",
        message = Formats.DURATION_MESSAGE,
        fieldPath = ".driftInterval")
public record BucketSpec(
        @Nullable @JsonPropertyDescription("""
                The ObjectStore that holds the bucket. Optional when a default ObjectStore exists. Immutable.""") ObjectReference storeRef,

        @Nullable @Pattern(Formats.BUCKET_NAME) @Size(min = 3, max = 63) @JsonPropertyDescription("""
                Name of the bucket on the store: 3 to 63 lower-case letters, digits, dots and hyphens; stores may \
                narrow that (kakaocloud: 4 to 63, some names reserved). Default: metadata.name. Immutable.""")
        String bucketName,

        @Nullable @JsonPropertyDescription("""
                Access control list: a canned ACL or a list of grants. What it does not grant is revoked, except \
                the owner's FULL_CONTROL, which always stays. Left alone when absent.""") AclSpec acl,

        @Nullable @JsonPropertyDescription("""
                Default server-side encryption of new objects. Left alone when absent. On kakaocloud it can be \
                turned on only while the bucket is empty, and never off.""") EncryptionSpec encryption,

        @Nullable @JsonPropertyDescription("""
                Lifecycle rules: when objects, old versions and unfinished uploads end or move. Left alone when \
                absent; an empty list of rules removes all rules.""") LifecycleSpec lifecycle,

        @Nullable @JsonPropertyDescription("""
                Server access logging. Left alone when absent; logging: {} turns it off.""") LoggingSpec logging,

        @Nullable @JsonPropertyDescription("""
                Whether the bucket keeps every version of its objects. Left alone when absent.""") VersioningSpec versioning,

        @Nullable @JsonPropertyDescription("""
                Object lock: versions that nobody can delete before their time (WORM). Implies versioning. Left alone \
                when absent.""") ObjectLockSpec objectLock,

        @Nullable @Size(max = 50) @JsonPropertyDescription("""
                Tags of the bucket itself, told apart by key; their order does not matter. They replace whatever tags \
                the bucket has, except the store's own (aws:). Left alone when absent; an empty list removes all tags.""")
        List<BucketTag> tags,

        @Nullable @JsonPropertyDescription("""
                Cross-origin resource sharing: which web pages' scripts may call the bucket from a browser. Left alone \
                when absent; an empty list of rules removes all rules.""") CorsSpec cors,

        @Nullable @JsonPropertyDescription("""
                What no ACL and no policy may open to everyone, whoever writes it. Left alone when absent; a field \
                that is absent within it is false, so that publicAccessBlock: {} blocks nothing.""") PublicAccessBlockSpec publicAccessBlock,

        @Nullable @JsonPropertyDescription("""
                Who owns the objects of the bucket, and whether ACLs count. Left alone when absent. On aws, an acl that \
                grants something needs it, since new buckets there have ACLs turned off.""") OwnershipControlsSpec ownershipControls,

        @Nullable @JsonPropertyDescription("""
                Bucket policy: the policy document itself, with Version, Statement and so on, written as YAML. Quote \
                "2012-10-17" and account ids. Replaces whatever policy the bucket has, and is compared by meaning: the \
                order of statements and lists does not matter. A statement that allows something to everyone needs \
                allowPublic: true. Left alone when absent; policy: {} removes the policy.""") JsonNode policy,

        @Nullable @JsonPropertyDescription("""
                Must be true for an acl or a policy that opens the bucket to everyone. The ObjectStore must say \
                publicAccess: Allowed as well.""") Boolean allowPublic,

        @Default("Manage") @JsonPropertyDescription("""
                Manage (default) makes the bucket what this spec says. Observe writes nothing: status.plannedChanges \
                tells what Manage would change, and Ready is False while there is something.""") ManagementPolicy managementPolicy,

        @Default("Never") @JsonPropertyDescription("""
                What happens when a bucket of this name exists that Cooper did not create for this resource: Never \
                (default) refuses it and changes nothing; IfExists takes it over and changes only what this spec names.""") AdoptionPolicy adoptionPolicy,

        @Default("Retain") @JsonPropertyDescription("""
                What happens to the bucket when this resource is deleted: Retain (default) leaves it as it is; \
                Delete removes it if it is empty, and otherwise waits and says how many objects it holds; Purge deletes \
                all objects, versions and unfinished uploads first, for good, and only while the annotation \
                storage.cooper.dev/purge says the bucket's name.""") DeletionPolicy deletionPolicy,

        @Nullable @JsonPropertyDescription("""
                true lets Cooper create the bucket anew when it has vanished from the store. Without it a vanished \
                bucket is reported as Missing, since its objects are gone too.""") Boolean recreateIfMissing,

        @Nullable
        @Pattern(Formats.DURATION)
        @Size(min = 2, max = 16)
        @JsonPropertyDescription(
                "How often this bucket is compared with its spec: a duration such as 10m. Default: the ObjectStore's.")
        String driftInterval) {

    public BucketSpec {
        adoptionPolicy = Objects.requireNonNullElse(adoptionPolicy, AdoptionPolicy.Never);
        managementPolicy = Objects.requireNonNullElse(managementPolicy, ManagementPolicy.Manage);
        policy = policy == null || policy.isNull() ? null : policy;
        deletionPolicy = Objects.requireNonNullElse(deletionPolicy, DeletionPolicy.Retain);
    }

    /** The same with another acl and policy. */
    public BucketSpec withAccess(@Nullable AclSpec newAcl, @Nullable JsonNode newPolicy) {
        return new BucketSpec(
                storeRef,
                bucketName,
                newAcl,
                encryption,
                lifecycle,
                logging,
                versioning,
                objectLock,
                tags,
                cors,
                publicAccessBlock,
                ownershipControls,
                newPolicy,
                allowPublic,
                managementPolicy,
                adoptionPolicy,
                deletionPolicy,
                recreateIfMissing,
                driftInterval);
    }

    public boolean allowsPublic() {
        return Boolean.TRUE.equals(allowPublic);
    }

    public boolean recreatesIfMissing() {
        return Boolean.TRUE.equals(recreateIfMissing);
    }
}
