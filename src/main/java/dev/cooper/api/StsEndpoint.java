package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!has(self.endpoint) || self.endpoint.matches('" + Formats.URL + "')",
        message = "spec.sts.endpoint " + Formats.URL_MESSAGE,
        fieldPath = ".endpoint")
@ValidationRule(
        value = "!has(self.roleARN) || self.roleARN.matches('" + Formats.ROLE_ARN + "')",
        message = "spec.sts.roleARN " + Formats.ROLE_ARN_MEANING,
        fieldPath = ".roleARN")
public record StsEndpoint(
        @Nullable
        @Pattern(Formats.URL)
        @Size(max = 253)
        @JsonPropertyDescription("URL of the STS API. Default: spec.endpoint, and AWS's own for aws without one.")
        String endpoint,

        @Nullable
        @Size(min = 1, max = 253)
        @JsonPropertyDescription("Identity provider named in the request. Default for kakaocloud: iam.kakaocloud.com.")
        String providerID,

        @Nullable @Pattern(Formats.ROLE_ARN) @Size(max = 2048) @JsonPropertyDescription("""
                ARN of the role whose sessions AccessKeys get by source assumeRole, or by stsWebIdentity outside of \
                kakaocloud, unless they name another one. A session may do what both the role and the AccessKey's \
                spec.buckets allow.""")
        String roleARN,

        @Nullable @Size(min = 1, max = 253) @JsonPropertyDescription("""
                Whom the ServiceAccount token of stsWebIdentity is for, as the store's identity provider expects \
                it. Default: sts.amazonaws.com. Not for kakaocloud.""")
        String audience,

        @Nullable @Size(min = 1, max = 253) @JsonPropertyDescription("""
                The ServiceAccount of the operator's namespace whose tokens open the sessions of stsWebIdentity; \
                the role must trust system:serviceaccount:<namespace>:<name>. Default: cooper. Not for \
                kakaocloud.""")
        String serviceAccountName) {

    public static final StsEndpoint DEFAULT = new StsEndpoint(null, null, null, null, null);

    private static final String AWS_AUDIENCE = "sts.amazonaws.com";
    private static final String OPERATOR = "cooper";

    public String audienceOrDefault() {
        return Objects.requireNonNullElse(audience, AWS_AUDIENCE);
    }

    public String serviceAccountNameOrDefault() {
        return Objects.requireNonNullElse(serviceAccountName, OPERATOR);
    }
}
