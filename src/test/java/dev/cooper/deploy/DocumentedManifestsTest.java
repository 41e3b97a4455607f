package dev.cooper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real API server takes each manifest that the documents show in full. */
class DocumentedManifestsTest {
    private static final Pattern YAML_BLOCK = Pattern.compile("(?ms)^( *)```yaml\\n(.*?)^ *```");
    /** One in which nothing of the same name stands already. */
    private static final String NAMESPACE = "documents";

    private static final String GROUP = "storage.cooper.dev/";

    private final Installation installation = Installation.get();

    /**
     * @param page where it stands
     * @param manifest as it stands there
     */
    record Shown(Path page, JsonNode manifest) {
        @Override
        public String toString() {
            return page + ": " + manifest.path("kind").asText() + " "
                    + manifest.at("/metadata/name").asText();
        }
    }

    static Stream<Shown> shown() throws IOException {
        List<Shown> shown = new ArrayList<>();
        try (Stream<Path> pages = Files.walk(Path.of("docs"))) {
            for (Path page : Stream.concat(Stream.of(Path.of("README.md")), pages)
                    .filter(page -> page.toString().endsWith(".md"))
                    .sorted()
                    .toList()) {
                YAML_BLOCK
                        .matcher(Files.readString(page))
                        .results()
                        .flatMap(block ->
                                Chart.documents(block.group(2).replaceAll("(?m)^" + block.group(1), "")).stream())
                        .filter(manifest -> manifest.path("apiVersion").asText().startsWith(GROUP))
                        .forEach(manifest -> shown.add(new Shown(page, manifest)));
            }
        }
        assertThat(shown).hasSizeGreaterThan(8);
        return shown.stream();
    }

    @ParameterizedTest
    @MethodSource("shown")
    void eachIsTaken(Shown shown) {
        ((ObjectNode) shown.manifest().get("metadata")).put("namespace", NAMESPACE);
        installation.namespace(NAMESPACE);
        assertThat(installation
                        .kubectl()
                        .runOn(
                                shown.manifest().toString(),
                                "apply",
                                "--dry-run=server",
                                "--validate=strict",
                                "-f",
                                "-"))
                .contains("(server dry run)");
    }
}
