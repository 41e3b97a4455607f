package dev.cooper.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What of docs/ is generated; {@code make docs} writes it. */
public final class Generated {
    private Generated() {}

    /** Fails where the file has other contents, but for a run of {@code make docs}, which gives them to it. */
    public static void assertCommitted(Path file, String contents) throws IOException {
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(file, contents);
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as(file + " is not what it is generated from: run make docs and commit the result")
                .isEqualTo(contents);
    }

    /** The same for what stands between two comments of a page, the rest of which is written by hand. */
    public static void assertCommitted(Path page, String name, String contents) throws IOException {
        String text = Files.readString(page);
        String begin = "<!-- generated: %s; written by make docs -->%n".formatted(name);
        String end = "<!-- end of %s -->".formatted(name);
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        assertThat(from).as(page + " has the comment " + begin).isNotNegative();
        assertThat(to).as(page + " has the comment " + end).isGreaterThan(from);
        assertCommitted(page, text.substring(0, from + begin.length()) + contents + text.substring(to));
    }
}
