package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

@JsonIgnoreProperties(ignoreUnknown = true)
public record AllowedNamespaces(
        @Required @Size(max = 256) @JsonPropertyDescription("""
                Names of namespaces; a trailing * stands for any ending, so team-* admits team-a and team-b, \
                and "*" admits all.""")
        List<@Pattern("^[a-z0-9\\-]{0,63}[*]?$") String> names) {

    public boolean admits(String namespace) {
        return names.stream()
                .anyMatch(name -> name.endsWith("*")
                        ? namespace.startsWith(name.substring(0, name.length() - 1))
                        : namespace.equals(name));
    }
}
