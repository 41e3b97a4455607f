package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "self.provider == oldSelf.provider",
        message = "spec.provider is immutable: create another ObjectStore for another store",
        fieldPath = ".provider")
@ValidationRule(
        value = "has(self.endpoint) || self.provider in ['kakaocloud', 'aws']",
        message =
                "spec.endpoint is required for this provider: give the store's URL, for example https://s3.example.com",
        fieldPath = ".endpoint")
@ValidationRule(
        value = "!has(self.credentials.keystone) || self.provider == 'kakaocloud' || has(self.keystone)",
        message = "spec.keystone.endpoint is required with spec.credentials.keystone:"
                + " give the identity URL that ends in /v3",
        fieldPath = ".keystone")
@ValidationRule(
        value = "!has(self.endpoint) || self.endpoint.matches('" + Formats.URL + "')",
        message = "spec.endpoint " + Formats.URL_MESSAGE,
        fieldPath = ".endpoint")
@ValidationRule(
        value = "!has(self.region) || self.region.matches('" + Formats.REGION + "')",
        message =
                "spec.region must be letters, digits, - and _, and begin and end with a letter or digit: kr-central-2",
        fieldPath = ".region")
@ValidationRule(
        value = "!has(self.region) || self.provider != 'aws' || self.region.matches('" + Formats.AWS_REGION + "')",
        message = "spec.region must be one of AWS, such as ap-northeast-2: it stands in the addresses of its services",
        fieldPath = ".region")
@ValidationRule(
        value = "!has(self.driftInterval) || self.driftInterval.matches('" + Formats.DURATION + "')",
        message = Formats.DURATION_MESSAGE,
        fieldPath = ".driftInterval")
@ValidationRule(
        value =
                "!has(self.capabilities)"
                        + " || self.capabilities.all(name, name in ['encryption', 'versioning', 'objectLock', 'tags', 'lifecycle', 'logging', 'cors', 'publicAccessBlock', 'acl', 'ownershipControls', 'policy'])",
        message =
                "spec.capabilities names features: acl, cors, encryption, lifecycle, logging, objectLock, ownershipControls, policy, publicAccessBlock, tags or versioning",
        fieldPath = ".capabilities")
public record ObjectStoreSpec(
        @Required @JsonPropertyDescription("""
                The kind of store: kakaocloud, aws, ceph-rgw, minio or generic. It chooses the capability profile, \
                that is which bucket features exist, which limits apply and how requests are written. Immutable.""") Provider provider,

        @Nullable @Pattern(Formats.URL) @Size(max = 253) @JsonPropertyDescription("""
                URL of the store's S3 API, without a bucket, for example https://s3.example.com:9000. \
                Optional for kakaocloud and aws, whose endpoints are known.""")
        String endpoint,

        @Nullable @Pattern(Formats.REGION) @Size(min = 1, max = 64) @JsonPropertyDescription("""
                Region that requests are signed for. Default: kr-central-2 for kakaocloud, us-east-1 elsewhere.""")
        String region,

        @Nullable @JsonPropertyDescription("""
                How a bucket stands in URLs: Path (https://endpoint/bucket) or Virtual (https://bucket.endpoint). \
                Default: Virtual for aws, Path elsewhere.""") Addressing addressing,

        @Nullable @Size(max = 65536) @JsonPropertyDescription("""
                PEM certificates of the authorities to trust for this store, instead of the system's. \
                For stores whose certificate a private authority signed.""")
        String caBundle,

        @Required @JsonPropertyDescription("How Cooper signs in to the store. Exactly one of the ways must be given.")
        StoreCredentials credentials,

        @Nullable @JsonPropertyDescription("OpenStack Keystone, the identity service of stores that have one.")
        KeystoneEndpoint keystone,

        @Nullable
        @JsonPropertyDescription("Security Token Service of the store, where temporary credentials come from.")
        StsEndpoint sts,

        @Nullable @JsonPropertyDescription("Identity and Access Management of the store, where users and roles are.")
        IamEndpoint iam,

        @Nullable @JsonPropertyDescription("""
                Namespaces whose Buckets and AccessKeys may use this store. Without it no namespace may: \
                write names: ["*"] to admit all.""") AllowedNamespaces allowedNamespaces,

        @Nullable @JsonProperty("default") @JsonPropertyDescription("""
                true makes this the store of Buckets and AccessKeys without a storeRef. At most one ObjectStore may \
                be the default; with two, resources without a storeRef wait and say so.""")
        Boolean isDefault,

        @Default("Denied") @JsonPropertyDescription("""
                Whether buckets of this store may be opened to everyone: Denied (default) refuses every public ACL \
                before it is sent; Allowed lets a Bucket that also says allowPublic: true be public.""") PublicAccess publicAccess,

        @Nullable @JsonPropertyDescription("Bounds on the requests that Cooper sends to this store.")
        RequestLimits requests,

        @Nullable @Pattern(Formats.DURATION) @Size(min = 2, max = 16) @JsonPropertyDescription("""
                How often each bucket is compared with its spec, give or take a tenth: a duration such as 10m or \
                1h30m. Default 10m, at least 10s. Costs one request per bucket and declared feature.""")
        String driftInterval,

        @Nullable @JsonPropertyDescription("""
                Overrides of the profile, by feature name (acl, cors, encryption, lifecycle, logging, objectLock, ownershipControls, policy, publicAccessBlock, tags, versioning): false refuses the \
                feature, true uses it although the profile says that the store lacks it.""") Map<String, Boolean> capabilities) {

    public ObjectStoreSpec {
        publicAccess = Objects.requireNonNullElse(publicAccess, PublicAccess.Denied);
    }

    @JsonIgnore // by its name it would be a property
    public boolean isDefaultStore() {
        return Boolean.TRUE.equals(isDefault);
    }
}
