package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

@JsonIgnoreProperties(ignoreUnknown = true)
public record KeystoneEndpoint(
        @Required
        @Pattern("^https?://[A-Za-z0-9.\\-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~\\-/]*)?/v3/?$")
        @Size(max = 253)
        @JsonPropertyDescription(
                "Identity URL that ends in /v3. Default for kakaocloud: https://iam.kakaocloud.com/identity/v3.")
        String endpoint) {}
