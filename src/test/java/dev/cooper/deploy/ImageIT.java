package dev.cooper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The image that {@code make image} makes, unpacked and run as its configuration says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageIT {
    private static final Path FOLDER = Path.of("target", "image-it").toAbsolutePath();
    private static final Path RUN = Path.of("testbed", "image", "run").toAbsolutePath();

    private final OciImage image;
    private final Path root;

    ImageIT() throws Exception {
        new Tool(List.of("rm")).run("-rf", FOLDER.toString());
        Path parts = FOLDER.resolve("parts");
        Path tar = FOLDER.resolve("image.tar");
        new Tool(List.of("deploy/image/root")).run(parts.toString());
        ImageBuild.main(parts.toString(), "cooper", tar.toString());
        image = OciImage.open(tar, FOLDER.resolve("layout"));
        root = image.unpack(FOLDER.resolve("root"));
    }

    private List<String> command(List<String> entrypoint) {
        List<String> command = new ArrayList<>(List.of(
                RUN.toString(), root.toString(), image.config().path("User").asText()));
        command.addAll(entrypoint);
        return command;
    }

    @Test
    void itRunsAsNobodyAndHoldsNoShell() throws Exception {
        assertThat(image.config().path("User").asText()).isEqualTo("65532:65532");
        assertThat(image.config().path("ExposedPorts").has("8080/tcp")).isTrue();
        try (Stream<Path> files = Files.walk(root)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .contains("java", "libc.so.6", "quarkus-run.jar")
                    .doesNotContain("sh", "bash", "apt", "dpkg");
        }
    }

    @Test
    void itsOptionsAreThoseOfDeploy() throws Exception {
        assertThat(image.entrypoint()).contains("@/cooper/java.options", "-XX:AOTCache=/cooper/app.aot");
        assertThat(root.resolve("cooper/java.options")).hasSameTextualContentAs(Path.of("deploy", "java.options"));
    }

    /** With AOTMode=on Java refuses to start where it cannot use the cache, instead of going on without. */
    @Test
    void theCacheIsForThisRuntimeTheseJarsAndOptions() {
        assertThat(new Tool(command(entrypoint("-XX:AOTMode=on"))).run("--help"))
                .contains("Usage: cooper");
        Tool.Run run = new Tool(command(entrypoint("-XX:AOTMode=on", "-XX:-UseCompactObjectHeaders"))).tryOn("");
        assertThat(run.exit()).as("with other options").isNotZero();
    }

    private List<String> entrypoint(String... options) {
        List<String> entrypoint = new ArrayList<>(image.entrypoint());
        entrypoint.addAll(entrypoint.indexOf("-jar"), List.of(options));
        return entrypoint;
    }

    @Test
    void theCommandsRunToo() {
        Tool.Run run = new Tool(command(image.entrypoint())).tryOn("", "import");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("Missing required option: '--store=NAME'");
    }

    /** On a root file system that nobody can write, as the chart's Pod runs it. */
    @Test
    void itIsTheOperator() throws Exception {
        Installation installation = Installation.get();
        try (OperatorPod pod =
                OperatorPod.start("cooper-image", installation, command(entrypoint("-Xlog:class+load")))) {
            pod.awaitProbe("readinessProbe");
            installation.namespace("image-it");
            installation.apply("""
                    {apiVersion: storage.cooper.dev/v1alpha1, kind: Bucket, metadata: {name: looked-at, namespace: image-it}, spec: {storeRef: {name: nowhere}}}
                    """);
            installation
                    .kubectl()
                    .run(
                            "-n",
                            "image-it",
                            "wait",
                            "--for=jsonpath={.status.conditions[0].reason}=StoreNotFound",
                            "--timeout=60s",
                            "bucket/looked-at");
            assertThat(classes(pod, "shared objects file"))
                    .as("classes of Cooper that come from the cache, not from the jars")
                    .hasSizeGreaterThan(10 * classes(pod, "jar:").size());
        }
    }

    private static List<String> classes(OperatorPod pod, String source) throws Exception {
        return pod.log()
                .lines()
                .filter(line -> line.contains("[class,load] dev.cooper.") && line.contains("source: " + source))
                .toList();
    }
}
