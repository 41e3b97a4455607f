package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value = "self.rules.all(rule, self.rules.exists_one(other, other.id == rule.id))",
        message = "spec.lifecycle.rules must not have two rules of the same id",
        fieldPath = ".rules")
public record LifecycleSpec(
        @Required @Size(max = 100) @JsonPropertyDescription("""
                The rules, told apart by id; their order does not matter. They replace whatever rules the bucket \
                has. An empty list removes all rules.""")
        List<LifecycleRule> rules) {}
