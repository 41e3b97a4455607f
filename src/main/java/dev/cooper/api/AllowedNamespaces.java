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
        value = "self.names.all(name, name.matches('" + Formats.NAMESPACE + "'))",
        message = "spec.allowedNamespaces.names must be names of namespaces, of which each may end in one *",
        fieldPath = ".names")
public record AllowedNamespaces(
        @Required @Size(max = 256) @JsonPropertyDescription("""
                Names of namespaces; a trailing * stands for any ending, so team-* admits team-a and team-b, \
                and "*" admits all.""")
        List<@Pattern(Formats.NAMESPACE) @Size(max = 63) String> names) {

    public boolean admits(String namespace) {
        return names.stream()
                .anyMatch(name -> name.endsWith("*")
                        ? namespace.startsWith(name.substring(0, name.length() - 1))
                        : namespace.equals(name));
    }
}
