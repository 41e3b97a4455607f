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
        value = "!has(self.endpoint) || self.endpoint.matches('" + Formats.URL + "')",
        message = "spec.sts.endpoint " + Formats.URL_MESSAGE,
        fieldPath = ".endpoint")
public record StsEndpoint(
        @Nullable
        @Pattern(Formats.URL)
        @Size(max = 253)
        @JsonPropertyDescription("URL of the STS API. Default: spec.endpoint.")
        String endpoint,

        @Nullable
        @Size(min = 1, max = 253)
        @JsonPropertyDescription("Identity provider named in the request. Default for kakaocloud: iam.kakaocloud.com.")
        String providerID) {}
