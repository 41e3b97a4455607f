package dev.cooper.deploy;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes an OCI image of what deploy/image/root laid out, from scratch: {@code make image} writes a tar, {@code make push}
 * sends it to a registry, whose credentials are those that docker or podman keep.
 */
public final class ImageBuild {
    /** From what changes seldom to what changes with every build. */
    private static final List<String> LAYERS = List.of("system", "runtime", "app", "cache");

    /** With the options of deploy/java.options, which the AOT cache was made with and is only good for. */
    static final List<String> ENTRYPOINT = List.of(
            "/opt/java/bin/java",
            "@/cooper/java.options",
            "-XX:AOTCache=/cooper/app.aot",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-jar",
            "/cooper/quarkus-run.jar");

    private ImageBuild() {}

    public static void main(String... arguments) throws Exception {
        Path root = Path.of(arguments[0]);
        String name = arguments[1];
        Containerizer to = arguments.length > 2
                ? Containerizer.to(TarImage.at(Path.of(arguments[2])).named(name))
                : Containerizer.to(RegistryImage.named(name));
        // Jib knows a cached layer by the paths and times of its files, and here these are the same in every build.
        to.setApplicationLayersCache(root.resolve("layers"));
        JibContainer image = build(root).containerize(to.setOfflineMode(arguments.length > 2));
        System.out.println(name + "@" + image.getDigest());
    }

    private static JibContainerBuilder build(Path root) throws IOException {
        JibContainerBuilder image = Jib.fromScratch()
                .setFormat(ImageFormat.OCI)
                .setPlatforms(Set.of(new Platform(architecture(), "linux")))
                .setCreationTime(Instant.EPOCH)
                .setUser("65532:65532")
                .setWorkingDirectory(AbsoluteUnixPath.get("/"))
                .addExposedPort(Port.tcp(8080))
                .addEnvironmentVariable("LANG", "C.UTF-8")
                .addLabel("org.opencontainers.image.title", "cooper")
                .addLabel(
                        "org.opencontainers.image.description",
                        "Kubernetes operator for buckets of S3-compatible stores")
                .setEntrypoint(ENTRYPOINT);
        for (String layer : LAYERS) {
            image.addFileEntriesLayer(layer(root.resolve(layer)));
        }
        return image;
    }

    private static FileEntriesLayer layer(Path folder) throws IOException {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder()
                .setName(Objects.requireNonNull(folder.getFileName()).toString());
        try (Stream<Path> children = Files.list(folder)) {
            for (Path child : children.sorted().toList()) {
                layer.addEntryRecursive(
                        child,
                        AbsoluteUnixPath.get("/").resolve(folder.relativize(child)),
                        (file, _) -> permissions(file),
                        (file, _) -> modified(file));
            }
        }
        return layer.build();
    }

    private static String architecture() {
        String architecture = System.getProperty("os.arch");
        return architecture.equals("aarch64") ? "arm64" : architecture;
    }

    private static FilePermissions permissions(Path file) {
        if (file.endsWith("tmp")) {
            return FilePermissions.fromOctalString("777");
        }
        return Files.isDirectory(file) || isForExecution(file)
                ? FilePermissions.fromOctalString("755")
                : FilePermissions.fromOctalString("644");
    }

    private static boolean isForExecution(Path file) {
        try {
            return Files.getPosixFilePermissions(file).stream()
                    .anyMatch(permission -> permission.name().endsWith("EXECUTE"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The AOT cache is for jars of just these times. */
    private static Instant modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
