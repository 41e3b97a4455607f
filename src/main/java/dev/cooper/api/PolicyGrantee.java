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
        value = "[has(self.accessKeyRef), has(self.userID), has(self.accountID), has(self.roleArn),"
                + " has(self.everyone), has(self.authenticatedUsers)].filter(given, given).size() == 1",
        message = "spec.grants[].to must have exactly one of accessKeyRef, userID, accountID, roleArn, everyone and"
                + " authenticatedUsers")
@ValidationRule(
        value = "(!has(self.everyone) || self.everyone) && (!has(self.authenticatedUsers) || self.authenticatedUsers)",
        message = "spec.grants[].to.everyone and authenticatedUsers can only be true: name somebody else, or remove"
                + " the grant")
@ValidationRule(
        value = "!has(self.roleArn) || self.roleArn.matches('" + Formats.IAM_ARN + "')",
        message = "spec.grants[].to.roleArn must be the ARN of an IAM role or user, without wildcards:"
                + " arn:aws:iam::111122223333:role/reader",
        fieldPath = ".roleArn")
public record PolicyGrantee(
        @Nullable @JsonPropertyDescription("""
                An AccessKey of this namespace whose key has a user of its own on the store: source iamUser. Keys \
                that sign in as Cooper's own user, as those of Keystone, and sessions are refused.""") ObjectReference accessKeyRef,

        @Nullable @Size(min = 1, max = 256) @JsonPropertyDescription("""
                A user of the store: on kakaocloud the UUID of an IAM user, on ceph-rgw the user id, with its tenant \
                as tenant$user. On aws say roleArn or accountID.""")
        String userID,

        @Nullable
        @Size(min = 1, max = 256)
        @JsonPropertyDescription(
                "An account: on aws its 12 digits, in quotes; on ceph-rgw the tenant, with all of its users.")
        String accountID,

        @Nullable
        @Pattern(Formats.IAM_ARN)
        @Size(max = 512)
        @JsonPropertyDescription("ARN of an IAM role or user, for example arn:aws:iam::111122223333:role/reader.")
        String roleArn,

        @Nullable @JsonPropertyDescription("true: everyone, also without a signature. Needs allowPublic: true.")
        Boolean everyone,

        @Nullable @JsonPropertyDescription("""
                true: everyone who signs in to the store. Only where the store has ACLs with such a group, and no \
                policies. Needs allowPublic: true.""") Boolean authenticatedUsers) {

    /** Whether it lets in people whom nobody named. */
    public boolean opensToPublic() {
        return everyone != null || authenticatedUsers != null;
    }
}
