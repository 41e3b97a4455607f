package dev.cooper.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** crds/ must be what the API's classes say. {@code make crds} writes it. */
class CrdFilesTest {
    private static final Path COMMITTED = Path.of("crds");

    @TempDir
    Path generated;

    @Test
    void committedCrdsAreThoseOfTheClasses() throws IOException {
        CrdFiles.generate(generated.toFile());
        if (Boolean.getBoolean("crds.write")) {
            for (var file : contents(generated).entrySet()) {
                Files.writeString(COMMITTED.resolve(file.getKey()), file.getValue());
            }
        }
        assertThat(contents(COMMITTED))
                .as("crds/ differs from the classes of dev.cooper.api: run make crds and commit the result")
                .isEqualTo(contents(generated));
    }

    private static SortedMap<String, String> contents(Path directory) throws IOException {
        SortedMap<String, String> contents = new TreeMap<>();
        for (String name : Arrays.stream(
                        Objects.requireNonNull(directory.toFile().list()))
                .sorted()
                .toList()) {
            contents.put(name, Files.readString(directory.resolve(name)));
        }
        return contents;
    }
}
