package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value = "self.serviceAccounts.all(name, name.matches('" + Formats.SECRET_NAME + "'))",
        message = "spec.credentialsEndpoint.serviceAccounts must be names of ServiceAccounts of this namespace:"
                + " lower-case letters, digits, dots and hyphens",
        fieldPath = ".serviceAccounts")
public record CredentialsEndpointSpec(
        @Required @Size(min = 1, max = 16) @JsonPropertyDescription("""
                ServiceAccounts of this namespace, by name, whose pods may fetch the key.""")
        List<@Pattern(Formats.SECRET_NAME) @Size(min = 1, max = 253) String> serviceAccounts) {}
