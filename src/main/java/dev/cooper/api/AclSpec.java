package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "has(self.canned) != has(self.grants)",
        message = "give either spec.acl.canned or spec.acl.grants, not both and not neither")
public record AclSpec(
        @Nullable @JsonPropertyDescription("""
                A canned ACL: private, public-read, public-read-write or authenticated-read. All but private need \
                allowPublic: true.""") CannedAcl canned,

        @Nullable
        @Size(max = 100)
        @JsonPropertyDescription(
                "Who may do what, beside the owner, who always keeps FULL_CONTROL. An empty list is the same as private.")
        List<GrantSpec> grants) {}
