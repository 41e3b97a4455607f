package dev.cooper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cooper.cluster.Testbed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real API server takes each manifest that Cooper ships: its schemas, its defaults, its admission. */
class ManifestsTest {
    private static final Path EXAMPLES = Path.of("examples");
    private static final Path ROOT = EXAMPLES.resolve("argocd").resolve("root.yaml");
    private static final Path FLUX = Path.of("deploy", "flux", "kustomizations.yaml");
    private static final List<String> DRY_RUN = List.of("apply", "--dry-run=server", "--validate=strict");

    private final Installation installation = Installation.get();
    private final Chart chart = new Chart();

    @Test
    void theRenderingIsTakenAndThenChangesNothing() {
        String versions = installation.versions(chart.render());
        assertThat(versions.lines()).hasSizeGreaterThan(15);
        installation.apply(chart.render());
        assertThat(installation.versions(chart.render())).isEqualTo(versions);
        installation.kubectl().run("apply", "-k", "deploy/kustomize/base");
        assertThat(installation.versions(chart.render())).isEqualTo(versions);
    }

    @Test
    void oneReplicaIsTaken() {
        String dryRun = installation.kubectl().run(dryRun("-k", "deploy/kustomize/overlays/single"));
        assertThat(dryRun).contains("deployment.apps/cooper configured (server dry run)");
    }

    /** No Pod runs here, but the namespace's Pod security is the API server's to enforce. */
    @Test
    void thePodIsRestricted() {
        JsonNode template = Chart.manifest(chart.render(), "Deployment cooper-system/cooper")
                .at("/spec/template");
        assertThat(installation.kubectl().runOn(pod(template), dryRun("-f", "-")))
                .contains("pod/cooper created");

        JsonNode loose = template.deepCopy();
        ((ObjectNode) loose.at("/spec/securityContext")).remove("runAsNonRoot");
        Tool.Run refused = installation.kubectl().tryOn(pod(loose), dryRun("-f", "-"));
        assertThat(refused.err()).contains("violates PodSecurity \"restricted", "runAsNonRoot != true");
    }

    private static String pod(JsonNode template) {
        ObjectNode pod = template.deepCopy();
        pod.put("apiVersion", "v1").put("kind", "Pod");
        ((ObjectNode) pod.get("metadata")).put("name", "cooper").put("namespace", Chart.NAMESPACE);
        return pod.toString();
    }

    /** A default store would be meant by the Buckets of other tests, too. */
    @AfterEach
    void noStoreIsLeft() {
        installation.kubectl().run("delete", "objectstores", "--all");
    }

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            Stream<Path> examples = files
                    .filter(file -> file.endsWith("kustomization.yaml") || file.equals(ROOT))
                    .map(file ->
                            file.equals(ROOT) ? file : file.resolveSibling("").normalize())
                    .sorted()
                    .toList()
                    .stream();
            return Stream.concat(examples, Stream.of(FLUX));
        }
    }

    @Test
    void eachFileIsPartOfAnExample() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("kustomization.yaml") && !file.equals(ROOT))
                    .toList()) {
                assertThat(Files.readString(file.resolveSibling("kustomization.yaml")))
                        .as("used by no test: " + file)
                        .contains("- " + file.getFileName() + "\n");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void eachExampleIsTakenAndThenChangesNothing(Path example) throws IOException {
        Path gitops = Path.of(Testbed.run("gitops/install"));
        installation.know(gitops.resolve("application-crd.yaml"));
        installation.know(gitops.resolve("kustomization-crd.yaml"));
        String manifests = Files.isDirectory(example)
                ? installation.kubectl().run("kustomize", example.toString())
                : Files.readString(example);
        Chart.documents(manifests).stream()
                .map(manifest -> manifest.at("/metadata/namespace").asText())
                .filter(namespace -> !namespace.isEmpty())
                .distinct()
                .forEach(installation::namespace);

        assertThat(installation.kubectl().runOn(manifests, dryRun("-f", "-")).lines())
                .hasSameSizeAs(Chart.documents(manifests));
        installation.apply(manifests);
        String versions = installation.versions(manifests);
        installation.apply(manifests);
        assertThat(installation.versions(manifests)).isEqualTo(versions);
    }

    private static String[] dryRun(String... arguments) {
        return Stream.concat(DRY_RUN.stream(), Stream.of(arguments)).toArray(String[]::new);
    }
}
