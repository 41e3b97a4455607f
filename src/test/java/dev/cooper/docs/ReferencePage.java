package dev.cooper.docs;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionNames;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A page of docs/reference, made of what a CustomResourceDefinition says. */
final class ReferencePage {
    private final StringBuilder page = new StringBuilder();
    private final Set<String> refusals = new LinkedHashSet<>();

    private ReferencePage() {}

    static String of(CustomResourceDefinition crd) {
        ReferencePage page = new ReferencePage();
        page.write(crd);
        return page.page.toString();
    }

    private void write(CustomResourceDefinition crd) {
        CustomResourceDefinitionNames names = crd.getSpec().getNames();
        CustomResourceDefinitionVersion version = crd.getSpec().getVersions().getFirst();
        JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
        line("<!-- generated from crds/ by make docs -->");
        line("# " + names.getKind());
        line(text(root.getDescription()));
        line("");
        line("`apiVersion: %s/%s`, %s, short name `%s`."
                .formatted(
                        crd.getSpec().getGroup(),
                        version.getName(),
                        crd.getSpec().getScope().equals("Cluster") ? "cluster-scoped" : "namespaced",
                        String.join("`, `", names.getShortNames())));
        table("## Spec", "spec", root);
        if (!refusals.isEmpty()) {
            line("");
            line("## What the API server refuses");
            line("Besides values of another type or outside of the limits above:");
            line("");
            refusals.forEach(refusal -> line("- " + refusal));
        }
        table("## Status", "status", root);
    }

    private void table(String heading, String name, JSONSchemaProps root) {
        line("");
        line(heading);
        line("| Field | Type | Meaning |");
        line("|---|---|---|");
        rows(name, Objects.requireNonNull(root.getProperties().get(name)));
    }

    private void rows(String path, JSONSchemaProps schema) {
        schema.getXKubernetesValidations().forEach(rule -> refusals.add(text(rule.getMessage())));
        if (schema.getProperties() != null) {
            new TreeMap<>(schema.getProperties()).forEach((name, property) -> {
                row(path + "." + name, property, schema.getRequired().contains(name));
            });
        }
    }

    private void row(String path, JSONSchemaProps schema, boolean required) {
        JSONSchemaProps item =
                schema.getItems() == null ? null : schema.getItems().getSchema();
        String nested = item == null ? path : path + "[]";
        line("| `%s` | %s | %s |".formatted(path, type(schema, item), meaning(schema, item, required)));
        rows(nested, item == null ? schema : item);
    }

    private static String type(JSONSchemaProps schema, @Nullable JSONSchemaProps item) {
        if (item != null) {
            return "list of " + type(item, null);
        }
        if (schema.getType() == null) {
            return "any";
        }
        if (schema.getAdditionalProperties() != null) {
            return "map of " + type(schema.getAdditionalProperties().getSchema(), null);
        }
        return schema.getFormat() == null ? schema.getType() : schema.getType() + " (" + schema.getFormat() + ")";
    }

    private static String meaning(JSONSchemaProps schema, @Nullable JSONSchemaProps item, boolean required) {
        List<String> parts = new ArrayList<>();
        if (required) {
            parts.add("**Required.**");
        }
        if (schema.getDescription() != null) {
            parts.add(text(schema.getDescription()));
        }
        List<String> limits = limits(schema);
        if (item != null) {
            limits.addAll(limits(item).stream().map(limit -> "each " + limit).toList());
        }
        if (!limits.isEmpty()) {
            parts.add(limits.stream().collect(Collectors.joining("; ", "<br>", "")));
        }
        return String.join(" ", parts);
    }

    private static List<String> limits(JSONSchemaProps schema) {
        List<String> limits = new ArrayList<>();
        if (schema.getEnum() != null && !schema.getEnum().isEmpty()) {
            limits.add(schema.getEnum().stream()
                    .map(value -> "`" + value.asText() + "`")
                    .collect(Collectors.joining(", ", "one of ", "")));
        }
        if (schema.getDefault() != null) {
            limits.add("default `" + schema.getDefault().asText() + "`");
        }
        range(limits, "length", schema.getMinLength(), schema.getMaxLength());
        range(limits, "items", schema.getMinItems(), schema.getMaxItems());
        range(limits, "value", schema.getMinimum(), schema.getMaximum());
        if (schema.getPattern() != null) {
            limits.add("pattern `" + schema.getPattern().replace("|", "\\|") + "`");
        }
        return limits;
    }

    private static void range(List<String> limits, String what, @Nullable Number least, @Nullable Number most) {
        if (least != null || most != null) {
            limits.add(what + " "
                    + (least == null
                            ? "at most " + number(most)
                            : most == null ? "at least " + number(least) : number(least) + " to " + number(most)));
        }
    }

    private static String number(@Nullable Number number) {
        return number == null
                ? ""
                : new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
    }

    /** For a cell: nothing that Markdown or HTML would take for its own. */
    private static String text(String text) {
        return text.replaceAll("\\s+", " ")
                .replace("|", "\\|")
                .replace("<", "&lt;")
                .replace("*", "\\*");
    }

    private void line(String line) {
        page.append(line).append('\n');
    }
}
