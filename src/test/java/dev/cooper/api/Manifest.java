package dev.cooper.api;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A file of fixtures/: one resource, or two, of which the second is an update of the first.
 *
 * @param file its name
 * @param expectations what the API server's refusal must say, out of the comment in the first line: the field, and then
 *     words that help; empty without such a comment
 * @param documents the resources
 */
record Manifest(String file, List<String> expectations, List<GenericKubernetesResource> documents) {
    private static final Path FIXTURES = Path.of("src", "test", "resources", "fixtures");
    private static final String EXPECT = "# expect: ";

    static List<Manifest> valid() {
        return of("valid");
    }

    static List<Manifest> invalid() {
        return of("invalid");
    }

    private static List<Manifest> of(String folder) {
        try (Stream<Path> files = Files.list(FIXTURES.resolve(folder))) {
            return files.sorted().map(Manifest::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Manifest read(Path path) {
        String file = Objects.requireNonNull(path.getFileName()).toString();
        if (!file.endsWith(".yaml")) {
            throw new IllegalStateException(path + " is used by no test: remove it");
        }
        String text;
        try {
            text = Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String first = text.lines().findFirst().orElse("");
        return new Manifest(
                file,
                first.startsWith(EXPECT)
                        ? Arrays.stream(first.substring(EXPECT.length()).split(";", -1))
                                .map(String::strip)
                                .toList()
                        : List.of(),
                Arrays.stream(text.split("(?m)^---$", -1))
                        .map(document -> Serialization.unmarshal(document, GenericKubernetesResource.class))
                        .toList());
    }

    /** The resource, or the one to create before the update; in a namespace if it is of a kind that has one. */
    GenericKubernetesResource first(String namespace) {
        return placed(documents.getFirst(), namespace);
    }

    GenericKubernetesResource update(GenericKubernetesResource created) {
        GenericKubernetesResource update =
                placed(documents.getLast(), created.getMetadata().getNamespace());
        update.getMetadata().setResourceVersion(created.getMetadata().getResourceVersion());
        return update;
    }

    private static GenericKubernetesResource placed(GenericKubernetesResource document, String namespace) {
        GenericKubernetesResource copy = Serialization.clone(document);
        if (!copy.getKind().equals("ObjectStore")) {
            copy.getMetadata().setNamespace(namespace);
        }
        return copy;
    }

    boolean isUpdate() {
        return documents.size() == 2;
    }

    /** Whether the other is of the same kind and differs in no immutable field. */
    boolean mayBecome(Manifest other) {
        return kind().equals(other.kind()) && immutable().equals(other.immutable());
    }

    private List<Object> immutable() {
        Object secret = spec().getOrDefault("secret", Map.of());
        return List.of(
                spec().getOrDefault("storeRef", ""),
                spec().getOrDefault("bucketName", ""),
                spec().getOrDefault("provider", ""),
                spec().getOrDefault("source", ""),
                Objects.requireNonNullElse(((Map<?, ?>) secret).get("name"), ""));
    }

    String kind() {
        return documents.getFirst().getKind();
    }

    Map<String, Object> spec() {
        return documents.getFirst().get("spec");
    }
}
