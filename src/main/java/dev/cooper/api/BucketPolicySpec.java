package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "has(self.grants) != has(self.document)",
        message = "give either spec.grants or spec.document, not both and not neither")
@ValidationRule(
        value = "self.bucketRef.name == oldSelf.bucketRef.name",
        message = "spec.bucketRef is immutable: create another BucketPolicy for another Bucket",
        fieldPath = ".bucketRef")
public record BucketPolicySpec(
        @Required @JsonPropertyDescription("""
                The Bucket, of this namespace, that the access is to. Several BucketPolicies may name the same one: \
                they add up, after what the Bucket itself says in acl or policy. Immutable.""") ObjectReference bucketRef,

        @Nullable @Size(min = 1, max = 50) @JsonPropertyDescription("""
                Who may do what, in words that mean the same on each store. Each grant is written as the store has \
                it, as grants of its ACL (kakaocloud) or as statements of its bucket policy; what cannot be written \
                exactly is refused, with all of this BucketPolicy.""")
        List<PolicyGrant> grants,

        @Nullable @JsonPropertyDescription("""
                Statements of the store's own policy language instead of grants: a document with Version \
                "2012-10-17" and Statement, written as YAML. Only where the store has policies. A Sid is replaced by \
                one that tells whose statement it is.""") JsonNode document,

        @Nullable @JsonPropertyDescription("""
                Must be true to let in people whom nobody named: everyone, authenticatedUsers, or a Principal with a \
                *. The ObjectStore must say publicAccess: Allowed as well.""") Boolean allowPublic) {

    public BucketPolicySpec {
        document = document == null || document.isNull() ? null : document;
    }

    public boolean allowsPublic() {
        return Boolean.TRUE.equals(allowPublic);
    }
}
