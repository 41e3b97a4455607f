package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

@JsonIgnoreProperties(ignoreUnknown = true)
public record RestartTarget(
        @Required @JsonPropertyDescription("Deployment, StatefulSet or DaemonSet.")
        Kind kind,

        @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Its name, in this namespace.")
        String name) {

    /** What has pods that can be replaced one after the other. */
    public enum Kind {
        Deployment,
        StatefulSet,
        DaemonSet
    }
}
