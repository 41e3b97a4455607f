package dev.cooper.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value = "self.rules.all(rule, !has(rule.id)"
                + " || self.rules.exists_one(other, has(other.id) && other.id == rule.id))",
        message = "spec.cors.rules must not have two rules of the same id",
        fieldPath = ".rules")
public record CorsSpec(
        @Required @Size(max = 100) @JsonPropertyDescription("""
                The rules, in order: the first that fits a request's origin, method and headers answers it. They \
                replace whatever rules the bucket has. An empty list removes all rules.""")
        List<CorsRule> rules) {}
