package dev.cooper.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each folder of golden/plan: the Bucket and what was observed give the changes. {@code -Dgolden.write=true} writes the
 * changes anew.
 */
class GoldenPlanTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "plan");
    private static final String BUCKET = "in-bucket.yaml";
    private static final String OBSERVED = "in-observed.yaml";
    private static final String CHANGES = "out-changes.yaml";
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    @TestFactory
    Stream<DynamicTest> plans() throws IOException {
        return list(GOLDEN).stream()
                .map(folder -> DynamicTest.dynamicTest(
                        GOLDEN.relativize(folder).toString(), folder.toUri(), () -> assertPlanned(folder)));
    }

    @Test
    void thereAreCases() throws IOException {
        assertThat(list(GOLDEN)).hasSizeGreaterThanOrEqualTo(10).allMatch(Files::isDirectory);
    }

    private static void assertPlanned(Path folder) throws IOException {
        JsonNode bucket = YAML.readTree(Files.readString(folder.resolve(BUCKET)));
        assertThat(bucket.path("kind").asText()).as(BUCKET).isEqualTo("Bucket");
        List<Change> changes = Planner.plan(
                Yaml.spec(bucket.path("spec").toString()),
                GoldenYaml.observed(Files.readString(folder.resolve(OBSERVED))));
        String actual = GoldenYaml.changes(changes);
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(folder.resolve(CHANGES), actual);
        }
        assertThat(list(folder))
                .extracting(file -> folder.relativize(file).toString())
                .containsExactly(BUCKET, OBSERVED, CHANGES);
        assertThat(actual).isEqualTo(Files.readString(folder.resolve(CHANGES)));
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }
}
