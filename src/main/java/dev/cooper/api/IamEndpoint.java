package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value = "self.endpoint.matches('" + Formats.URL + "')",
        message = "spec.iam.endpoint " + Formats.URL_MESSAGE,
        fieldPath = ".endpoint")
public record IamEndpoint(
        @Required
        @Pattern(Formats.URL)
        @Size(max = 253)
        @JsonPropertyDescription("URL of the IAM API. Default: spec.endpoint, and AWS's own for aws without one.")
        String endpoint) {}
