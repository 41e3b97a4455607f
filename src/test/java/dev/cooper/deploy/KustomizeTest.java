package dev.cooper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** deploy/kustomize is the chart's rendering, and comes to the same. {@code make manifests} writes it. */
class KustomizeTest {
    private static final Path FOLDER = Path.of("deploy", "kustomize");
    private static final Path OVERLAYS = FOLDER.resolve("overlays");
    private static final List<String> BY_HAND = List.of("kustomization.yaml", "namespace.yaml", "values.yaml");

    private final Chart chart = new Chart();

    @TempDir
    Path output;

    @Test
    void theBaseIsTheRendering() throws IOException {
        SortedMap<String, String> rendered = render("base");
        assertThat(committed(FOLDER.resolve("base"), rendered)).as(differs()).isEqualTo(rendered);
    }

    /** Overlays with further resources have these in a file that is named as the overlay is. */
    @ParameterizedTest
    @ValueSource(strings = {"monitoring", "credentials-endpoint"})
    void anOverlayIsTheRendering(String name) throws IOException {
        Path overlay = OVERLAYS.resolve(name);
        SortedMap<String, String> rendered =
                render(name, "--values", overlay.resolve("values.yaml").toString());
        rendered.keySet().removeIf(file -> !file.equals(name + ".yaml"));
        assertThat(rendered).isNotEmpty();
        assertThat(committed(overlay, rendered)).as(differs()).isEqualTo(rendered);
    }

    private static String differs() {
        return "deploy/kustomize differs from the chart: run make manifests and commit the result";
    }

    private SortedMap<String, String> render(String name, String... arguments) throws IOException {
        Path folder = output.resolve(name);
        chart.render(Stream.concat(Stream.of(arguments), Stream.of("--output-dir", folder.toString()))
                .toArray(String[]::new));
        return contents(folder.resolve("cooper").resolve("templates"));
    }

    private static SortedMap<String, String> committed(Path folder, SortedMap<String, String> rendered)
            throws IOException {
        if (Boolean.getBoolean("manifests.write")) {
            for (var file : rendered.entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
            }
        }
        return contents(folder);
    }

    private static SortedMap<String, String> contents(Path folder) throws IOException {
        SortedMap<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = Objects.requireNonNull(file.getFileName()).toString();
                if (!BY_HAND.contains(name)) {
                    contents.put(name, Files.readString(file));
                }
            }
        }
        return contents;
    }

    static Stream<Path> overlays() throws IOException {
        try (Stream<Path> overlays = Files.list(OVERLAYS)) {
            return overlays.sorted().toList().stream();
        }
    }

    @Test
    void theBaseComesToTheSame() {
        assertThat(kustomize(FOLDER.resolve("base"))).isEqualTo(Chart.manifests(chart.render()));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void eachOverlayComesToTheSame(Path overlay) {
        assertThat(kustomize(overlay))
                .isEqualTo(Chart.manifests(
                        chart.render("--values", overlay.resolve("values.yaml").toString())))
                .isNotEqualTo(kustomize(FOLDER.resolve("base")));
    }

    /** Helm makes the namespace itself, with --create-namespace. */
    private static SortedMap<String, JsonNode> kustomize(Path folder) {
        SortedMap<String, JsonNode> built = Chart.manifests(Tool.kubectl().run("kustomize", folder.toString()));
        assertThat(built.remove("Namespace /" + Chart.NAMESPACE)).isNotNull();
        return built;
    }
}
