package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "has(self.id) != has(self.group)",
        message =
                "give either id (a user) or group (AllUsers, AuthenticatedUsers) as the grantee, not both and not neither")
public record GranteeSpec(
        @Nullable
        @Size(min = 1, max = 256)
        @JsonPropertyDescription("Canonical user id; on kakaocloud the UUID of an IAM user.")
        String id,

        @Nullable @JsonPropertyDescription("""
                A predefined group: AllUsers (everyone, also without a signature; needs allowPublic: true) or \
                AuthenticatedUsers (every account of the store; not on kakaocloud).""") GranteeGroup group) {}
