package dev.cooper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageBuildTest {
    @TempDir
    private Path folder;

    /** deploy/image/root gives all files the same time, so that the same inputs make the same image. */
    @Test
    void anotherTextInAFileOfTheSameTimeIsInTheNextImage() throws Exception {
        assertThat(build("one", "old")).isEqualTo("old");
        assertThat(build("two", "new")).isEqualTo("new");
    }

    private String build(String name, String text) throws Exception {
        Path parts = folder.resolve("parts");
        new Tool(List.of("rm")).run("-rf", parts.toString());
        for (String layer : List.of("system", "runtime", "app", "cache")) {
            Path file = parts.resolve(layer).resolve("file-of-" + layer);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
            Files.setLastModifiedTime(file.getParent(), FileTime.from(Instant.EPOCH));
        }
        Path tar = folder.resolve(name + ".tar");
        ImageBuild.main(parts.toString(), "cooper", tar.toString());
        Path root = OciImage.open(tar, folder.resolve(name)).unpack(folder.resolve(name + "-root"));
        return Files.readString(root.resolve("file-of-app"));
    }
}
