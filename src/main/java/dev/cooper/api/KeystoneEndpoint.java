package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value = "self.endpoint.matches('" + Formats.IDENTITY_URL + "')",
        message = "spec.keystone.endpoint must be a URL with http:// or https:// that ends in /v3:"
                + " https://keystone.example.com/v3",
        fieldPath = ".endpoint")
public record KeystoneEndpoint(
        @Required
        @Pattern(Formats.IDENTITY_URL)
        @Size(max = 253)
        @JsonPropertyDescription(
                "Identity URL that ends in /v3. Default for kakaocloud: https://iam.kakaocloud.com/identity/v3.")
        String endpoint) {}
