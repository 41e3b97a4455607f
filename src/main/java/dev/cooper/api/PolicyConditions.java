package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!has(self.sourceIPs) || self.sourceIPs.all(range, range.matches('" + Formats.CIDR + "'))",
        message = "spec.grants[].conditions.sourceIPs must be ranges of addresses: 192.0.2.0/24 or 2001:db8::/32",
        fieldPath = ".sourceIPs")
public record PolicyConditions(
        @Nullable @Size(min = 1, max = 100) @JsonPropertyDescription("""
                Ranges of addresses that requests may come from, as the store sees them: 192.0.2.0/24, 2001:db8::/32.""")
        List<@Pattern(Formats.CIDR) @Size(min = 1, max = 43) String> sourceIPs,

        @Nullable @JsonPropertyDescription("true: only requests over TLS. Default: false.")
        Boolean tlsOnly) {

    public boolean demandsTls() {
        return Boolean.TRUE.equals(tlsOnly);
    }

    /** Whether it demands nothing at all. */
    public boolean demandsNothing() {
        return sourceIPs == null && !demandsTls();
    }
}
