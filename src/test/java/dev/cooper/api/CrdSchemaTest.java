package dev.cooper.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What kubectl explain shows, and whether the fixtures speak of all of it. */
class CrdSchemaTest {

    static List<CustomResourceDefinition> crds() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("crds"))) {
            return files.sorted().map(CrdSchemaTest::read).toList();
        }
    }

    private static CustomResourceDefinition read(Path file) {
        try {
            return Serialization.unmarshal(Files.readString(file), CustomResourceDefinition.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void thereAreFour() throws IOException {
        assertThat(crds())
                .extracting(crd -> crd.getSpec().getNames().getKind())
                .containsExactlyInAnyOrder("ObjectStore", "Bucket", "AccessKey", "BucketPolicy");
    }

    @ParameterizedTest
    @MethodSource("crds")
    void everyPropertyIsDescribed(CustomResourceDefinition crd) {
        Set<String> silent = new TreeSet<>();
        walk(crd, (path, schema) -> {
            if (schema.getDescription() == null || schema.getDescription().isBlank()) {
                silent.add(path);
            }
        });
        assertThat(silent)
                .as("properties of %s without a description", crd.getMetadata().getName())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("crds")
    void everyFieldOfTheSpecIsInAValidFixture(CustomResourceDefinition crd) {
        Set<String> fields = new TreeSet<>();
        walk(crd, (path, _) -> fields.add(path));
        fields.removeIf(path -> !path.startsWith("spec."));

        Set<String> written = new TreeSet<>();
        Manifest.valid().stream()
                .filter(manifest ->
                        manifest.kind().equals(crd.getSpec().getNames().getKind()))
                .forEach(manifest -> paths("spec", manifest.spec(), written));

        assertThat(written)
                .as("fields of %s in fixtures/valid", crd.getSpec().getNames().getKind())
                .containsAll(fields);
    }

    private static void paths(String path, Object value, Set<String> into) {
        into.add(path);
        switch (value) {
            case Map<?, ?> fields -> fields.forEach((name, field) -> paths(path + "." + name, field, into));
            case List<?> items -> items.forEach(item -> paths(path + "[]", item, into));
            default -> {}
        }
    }

    private static void walk(CustomResourceDefinition crd, BiConsumer<String, JSONSchemaProps> visitor) {
        crd.getSpec()
                .getVersions()
                .forEach(version -> walk("", version.getSchema().getOpenAPIV3Schema(), visitor));
    }

    private static void walk(String path, JSONSchemaProps schema, BiConsumer<String, JSONSchemaProps> visitor) {
        if (schema.getProperties() != null) {
            schema.getProperties().forEach((name, property) -> {
                String inner = path.isEmpty() ? name : path + "." + name;
                visitor.accept(inner, property);
                walk(inner, property, visitor);
            });
        }
        if (schema.getItems() != null) {
            walk(path + "[]", schema.getItems().getSchema(), visitor);
        }
    }
}
