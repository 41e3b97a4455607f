package dev.cooper.specs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The schema that a CRD has for specs, with the paths of its fields: rules[] is an item, labels{} a value. */
record CrdSchema(JsonNode spec) {
    static CrdSchema of(Class<? extends HasMetadata> kind) {
        Path file = Path.of("crds", HasMetadata.getFullResourceName(kind) + "-v1.yml");
        try {
            JsonNode crd = Serialization.unmarshal(Files.readString(file), JsonNode.class);
            return new CrdSchema(crd.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All fields below the spec, for example acl.grants[].permission. */
    Set<String> paths() {
        Set<String> paths = new TreeSet<>();
        collect("", spec, paths::add);
        return paths;
    }

    private static void collect(String path, JsonNode schema, Consumer<String> paths) {
        if (!path.isEmpty()) {
            paths.accept(path);
        }
        schema.path("properties")
                .properties()
                .forEach(field -> collect(child(path, field.getKey()), field.getValue(), paths));
        if (schema.has("items")) {
            collect(path + "[]", schema.path("items"), paths);
        }
        if (isMap(schema)) {
            collect(path + "{}", schema.path("additionalProperties"), paths);
        }
    }

    /** The fields that a spec has. */
    Set<String> pathsIn(JsonNode value) {
        Set<String> paths = new TreeSet<>();
        collect("", spec, value, paths::add);
        return paths;
    }

    private static void collect(String path, JsonNode schema, JsonNode value, Consumer<String> paths) {
        if (!path.isEmpty()) {
            paths.accept(path);
        }
        if (value instanceof ArrayNode items) {
            items.forEach(item -> collect(path + "[]", schema.path("items"), item, paths));
        }
        if (value instanceof ObjectNode object && isMap(schema)) {
            object.forEach(entry -> collect(path + "{}", schema.path("additionalProperties"), entry, paths));
        } else if (value instanceof ObjectNode object && schema.has("properties")) {
            object.properties()
                    .forEach(field -> collect(
                            child(path, field.getKey()),
                            schema.path("properties").path(field.getKey()),
                            field.getValue(),
                            paths));
        }
    }

    static String child(String path, String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    static boolean isMap(JsonNode schema) {
        return schema.path("additionalProperties").isObject();
    }

    static boolean isRequired(JsonNode schema, String field) {
        for (JsonNode required : schema.path("required")) {
            if (required.asText().equals(field)) {
                return true;
            }
        }
        return false;
    }
}
