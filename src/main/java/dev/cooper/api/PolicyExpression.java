package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PolicyExpression(
        @Nullable @Size(max = 100) @JsonPropertyDescription("Grants of the bucket's ACL; with mechanism ACL.")
        List<GrantSpec> grants,

        @Nullable @JsonPropertyDescription("Statements of the bucket's policy, as a document; with mechanism Policy.")
        JsonNode document) {

    public PolicyMechanism mechanism() {
        return grants == null ? PolicyMechanism.Policy : PolicyMechanism.ACL;
    }
}
