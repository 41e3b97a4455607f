package dev.cooper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cooper.cluster.Testbed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** deploy/olm is a bundle by the rules of the Operator Framework, and comes to the chart. */
class OlmBundleTest {
    private static final Path MANIFESTS = OlmBundle.FOLDER.resolve("manifests");

    private final Chart chart = new Chart();
    private final Path tools = Path.of(Testbed.run("olm/install"));

    @TempDir
    Path broken;

    /** {@code make manifests} writes it. */
    @Test
    void theBundleIsTheRendering() throws IOException {
        SortedMap<String, String> bundle = OlmBundle.of(chart.render());
        if (Boolean.getBoolean("manifests.write")) {
            for (var file : bundle.entrySet()) {
                Files.writeString(MANIFESTS.resolve(file.getKey()), file.getValue());
            }
        }
        assertThat(committed())
                .as("deploy/olm differs from the chart: run make manifests and commit the result")
                .isEqualTo(bundle);
    }

    private static SortedMap<String, String> committed() throws IOException {
        SortedMap<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(MANIFESTS)) {
            for (Path file : files.toList()) {
                contents.put(String.valueOf(file.getFileName()), Files.readString(file));
            }
        }
        return contents;
    }

    @Test
    void itIsValidWithoutAWarning() {
        // a rule names no version of its API, so that the validator takes events for those of a beta that is gone
        assertThat(validate().run(MANIFESTS.toString()).lines())
                .filteredOn(line -> !line.contains("Migrate the API(s) for events: ("))
                .containsExactly("valid: cooper.v0.1.0 with 4 CustomResourceDefinitions");
    }

    @Test
    void aBundleWithoutOneOfItsKindsIsNotValid() throws IOException {
        for (String file : committed().keySet()) {
            if (!file.startsWith("buckets.")) {
                Files.copy(MANIFESTS.resolve(file), broken.resolve(file));
            }
        }
        Tool.Run run = validate().tryOn("", broken.toString());
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).contains("owned CRD \"storage.cooper.dev/v1alpha1, Kind=Bucket\" not found in bundle");
    }

    private Tool validate() {
        return new Tool(List.of(tools.resolve("bundle-validate").toString()));
    }

    /** By OLM's own CRD, which refuses fields that it does not know. */
    @Test
    void theApiServerTakesEachManifest() throws IOException {
        Installation installation = Installation.get();
        installation.know(tools.resolve("clusterserviceversions.yaml"));
        installation.namespace("placeholder");
        assertThat(installation
                        .kubectl()
                        .run("apply", "--dry-run=server", "--validate=strict", "-f", MANIFESTS.toString())
                        .lines())
                .hasSameSizeAs(committed().keySet());
    }

    /** OLM turns the rights of a CSV's 'permissions' into rights everywhere where an operator watches all namespaces. */
    @Test
    void nobodyMayListSecretsOfOtherNamespaces() throws IOException {
        JsonNode strategy = Chart.documents(Files.readString(MANIFESTS.resolve("cooper.clusterserviceversion.yaml")))
                .getFirst()
                .at("/spec/install/spec");
        assertThat(strategy.path("permissions")).isEmpty();
        assertThat(strategy.at("/clusterPermissions/0/rules")
                        .valueStream()
                        .filter(rule -> rule.path("resources").toString().contains("secrets")))
                .singleElement()
                .satisfies(rule -> assertThat(rule.path("verbs").valueStream().map(JsonNode::asText))
                        .doesNotContain("list", "watch"));
    }

    @Test
    void theImagesLabelsAreTheAnnotations() throws IOException {
        ObjectNode annotations = (ObjectNode) Chart.documents(
                        Files.readString(OlmBundle.FOLDER.resolve("metadata").resolve("annotations.yaml")))
                .getFirst()
                .get("annotations");
        Map<String, String> labels = Pattern.compile("(?m)^LABEL (\\S+)=(\\S+)$")
                .matcher(Files.readString(OlmBundle.FOLDER.resolve("bundle.Dockerfile")))
                .results()
                .collect(Collectors.toMap(match -> match.group(1), match -> match.group(2)));
        assertThat(labels)
                .isEqualTo(annotations
                        .propertyStream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().asText())));
    }
}
