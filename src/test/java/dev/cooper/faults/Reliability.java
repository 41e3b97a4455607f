package dev.cooper.faults;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes docs/reliability.md out of what the suites found, where the property {@code report} says so. */
final class Reliability {
    private static final Path PARTS = World.FOLDER.resolve("report");
    private static final Path TEXTS = Path.of("src", "test", "resources", "reliability");

    private Reliability() {}

    /**
     * Writes one part of the report anew.
     *
     * @param name its file's name; parts stand in the order of their names
     */
    static void write(String name, List<String> lines) throws IOException {
        Files.createDirectories(PARTS);
        Files.write(PARTS.resolve(name + ".md"), lines);
        if (Boolean.getBoolean("report")) {
            String report = Stream.of(TEXTS, PARTS)
                    .flatMap(folder ->
                            Arrays.stream(Objects.requireNonNull(folder.toFile().listFiles())))
                    .sorted(Comparator.comparing(File::getName))
                    .map(Reliability::read)
                    .collect(Collectors.joining("\n"));
            Files.writeString(Path.of("docs", "reliability.md"), report);
        }
    }

    private static String read(File file) {
        try {
            return Files.readString(file.toPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
