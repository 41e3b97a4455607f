package dev.cooper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cooper.api.AccessKey;
import dev.cooper.api.ApiGroup;
import dev.cooper.api.Bucket;
import dev.cooper.api.ObjectStore;
import dev.cooper.cluster.Testbed;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.Readiness;
import dev.cooper.simulator.FaultRule;
import dev.cooper.status.Health;
import dev.cooper.status.Reason;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * How Argo CD and Flux judge statuses that the operator wrote: health.lua in Argo CD's interpreter, and the rules of
 * cli-utils, which are Flux's.
 */
class GitOpsHealthTest {
    private static final Path ARGOCD = Path.of("deploy", "argocd");
    private static final Path EXAMPLE = Path.of("examples", "argocd");
    private static final String KEY = "buckets: [{bucketRef: {name: %s}}]\nallowBroad: true\nsecret: {name: %s}\n";

    private final Path tools = Path.of(Testbed.run("gitops/install"));
    private final OperatorHarness cooper = OperatorHarness.start();

    @AfterEach
    void stop() {
        cooper.close();
    }

    private void assertJudged(CustomResource<?, ?> resource, String argo, String flux, String message)
            throws IOException {
        String json = Serialization.asJson(resource);
        assertThat(argo(json)).as(json).startsWith(argo + "\n").contains(message);
        assertThat(Health.of(
                                Readiness.conditions(resource),
                                resource.getMetadata().getGeneration())
                        .state())
                .as(json)
                .hasToString(argo.toUpperCase(Locale.ROOT));
        assertThat(new Tool(List.of(tools.resolve("kstatus").toString())).runOn(json))
                .as(json)
                .startsWith(flux + "\n");
    }

    /** With the libraries that Argo CD gives, and no others. */
    private String argo(String json) throws IOException {
        return argo(ARGOCD.resolve("health.lua"), json);
    }

    private String argo(Path health, String json) throws IOException {
        Path script = Files.writeString(
                Files.createTempFile(Path.of("target"), "health-", ".lua"),
                "obj = %s\nstring, io, os, math, debug = nil, nil, nil, nil, nil\nlocal health = dofile('%s')\nprint(health.status)\nprint(health.message)\n"
                        .formatted(lua(Serialization.unmarshal(json, JsonNode.class)), health));
        String judged = new Tool(List.of(tools.resolve("glua").toString())).run(script.toString());
        Files.delete(script);
        return judged;
    }

    /** A JSON tree as a Lua expression. */
    private static String lua(JsonNode node) {
        List<String> parts = new ArrayList<>();
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> parts.add("[%s]=%s".formatted(text(field.getKey()), lua(field.getValue()))));
        } else if (node.isArray()) {
            node.forEach(item -> parts.add(lua(item)));
        } else {
            return node.isNull() ? "nil" : node.isTextual() ? text(node.asText()) : node.asText();
        }
        return "{" + String.join(",", parts) + "}";
    }

    private static String text(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    @Test
    void healthyWhenReady() throws IOException {
        String name = cooper.bucketName("fine");
        cooper.bucket(name, "encryption: {algorithm: AES256}");
        cooper.accessKey(name, KEY.formatted(name, name));
        assertJudged(cooper.awaitReason(Bucket.class, name, "Ready"), "Healthy", "Current", "");
        assertJudged(cooper.awaitReason(AccessKey.class, name, "Ready"), "Healthy", "Current", "");
        assertJudged(cooper.awaitReason(ObjectStore.class, cooper.store(), "Ready"), "Healthy", "Current", "");
    }

    @Test
    void progressingWhileItGoesOn() throws IOException {
        String failing = cooper.bucketName("failing");
        cooper.cloud().faults(FaultRule.status(503, "ServiceUnavailable").inBucket(failing));
        cooper.bucket(failing, "");
        assertJudged(cooper.awaitReason(Bucket.class, failing, "StoreUnavailable"), "Progressing", "InProgress", "503");

        cooper.accessKey("waiting", KEY.formatted(failing, "waiting"));
        assertJudged(
                cooper.awaitReason(AccessKey.class, "waiting", "BucketNotReady"),
                "Progressing",
                "InProgress",
                failing + " is not Ready yet");

        cooper.stopOperator();
        // Flux takes what has no status yet for current; a default status would flap under server-side apply.
        assertJudged(cooper.bucket("unseen", ""), "Progressing", "Current", "not looked at it yet");
    }

    /** A changed spec is not as healthy as the one before was. */
    @Test
    void progressingUntilTheLatestChangeWasSeen() throws IOException {
        String name = cooper.bucketName("changed");
        cooper.bucket(name, "lifecycle: {rules: [{id: end, expiration: {days: 1}}]}");
        cooper.awaitReason(Bucket.class, name, "Ready");
        cooper.stopOperator();
        assertJudged(
                cooper.bucket(name, "lifecycle: {rules: [{id: end, expiration: {days: 2}}]}"),
                "Progressing",
                "InProgress",
                "the latest change");
    }

    @Test
    void degradedWhereAPersonIsNeeded() throws IOException {
        String taken = cooper.bucketName("taken");
        cooper.cloud().createBucket(cooper.cloud().projectId(), cooper.cloud().userId(), taken);
        cooper.bucket(taken, "");
        assertJudged(
                cooper.awaitReason(Bucket.class, taken, "AlreadyExists"),
                "Degraded",
                "Failed",
                "AlreadyExists: Bucket \"" + taken + "\" exists");

        String denied = cooper.bucketName("denied");
        cooper.cloud().faults(FaultRule.status(403, "AccessDenied").inBucket(denied));
        cooper.bucket(denied, "");
        assertJudged(
                cooper.awaitReason(Bucket.class, denied, "AccessDenied"), "Degraded", "InProgress", "AccessDenied: ");

        cooper.bucket("unsupported", "versioning: {status: Enabled}");
        assertJudged(
                cooper.awaitReason(Bucket.class, "unsupported", "UnsupportedByStore"),
                "Degraded",
                "InProgress",
                "spec.versioning");
    }

    @Test
    void suspendedWhereCooperWasToldToWriteNothing() throws IOException {
        String name = cooper.bucketName("paused");
        cooper.bucket(name, "");
        cooper.awaitReason(Bucket.class, name, "Ready");
        cooper.annotate(Bucket.class, name, ApiGroup.PAUSED, "true");
        Bucket paused = cooper.await(Bucket.class, name, bucket -> Readiness.conditions(bucket).stream()
                .anyMatch(condition -> condition.getType().equals("Paused")));
        assertJudged(paused, "Suspended", "Current", "leaves this resource alone");

        String observed = cooper.bucketName("observed");
        cooper.cloud().createBucket(cooper.cloud().projectId(), cooper.cloud().userId(), observed);
        cooper.bucket(
                observed, "managementPolicy: Observe\nadoptionPolicy: IfExists\nencryption: {algorithm: AES256}\n");
        assertJudged(
                cooper.awaitReason(Bucket.class, observed, "ChangesPlanned"), "Suspended", "Failed", "spec.encryption");
    }

    @Test
    void theScriptKnowsTheReasonsThatAreForAPerson() throws IOException {
        String script = Files.readString(ARGOCD.resolve("health.lua"));
        assertThat(Pattern.compile("(\\w+) = true")
                        .matcher(script.substring(script.indexOf("local broken"), script.indexOf("local wanted")))
                        .results()
                        .map(match -> match.group(1)))
                .containsExactlyInAnyOrderElementsOf(Stream.of(Reason.values())
                        .map(Reason::name)
                        .filter(Reason::needsAPerson)
                        .toList());
    }

    @Test
    void theConfigMapHoldsTheScripts() throws IOException {
        JsonNode configMap =
                Chart.manifest(Files.readString(ARGOCD.resolve("argocd-cm.yaml")), "ConfigMap argocd/argocd-cm");
        JsonNode customizations = Chart.documents(
                        configMap.at("/data/resource.customizations").asText())
                .getFirst();
        assertThat(customizations.at("/storage.cooper.dev~1*/health.lua").asText())
                .isEqualTo(Files.readString(ARGOCD.resolve("health.lua")));
        assertThat(customizations.at("/argoproj.io~1Application/health.lua").asText())
                .isEqualTo(Files.readString(ARGOCD.resolve("application-health.lua")));
    }

    @Test
    void anApplicationIsAsArgoCdSaysOfIt() throws IOException {
        Path script = ARGOCD.resolve("application-health.lua");
        assertThat(argo(script, "{\"metadata\": {\"name\": \"shop\"}}")).startsWith("Progressing\n");
        assertThat(argo(script, "{\"status\": {\"health\": {\"status\": \"Degraded\", \"message\": \"a Bucket is\"}}}"))
                .isEqualTo("Degraded\na Bucket is\n");
    }

    /** What comes first is what the next one waits for. */
    @Test
    void theWavesOfTheExampleAreInOrder() throws IOException {
        assertThat(kindsByWave(EXAMPLE.resolve("apps"))).isEqualTo(Map.of(-1, Set.of("cooper"), 0, Set.of("shop")));
        assertThat(kindsByWave(EXAMPLE.resolve("shop")))
                .containsEntry(-3, Set.of("Namespace", "ObjectStore"))
                .containsEntry(-2, Set.of("Bucket"))
                .containsEntry(-1, Set.of("AccessKey", "BucketPolicy"))
                .hasEntrySatisfying(0, workloads -> assertThat(workloads).contains("Deployment", "CronJob", "Job"))
                .hasSize(4);
    }

    private static SortedMap<Integer, Set<String>> kindsByWave(Path example) {
        return Chart.documents(Tool.kubectl().run("kustomize", example.toString())).stream()
                .collect(Collectors.groupingBy(
                        GitOpsHealthTest::wave,
                        TreeMap::new,
                        Collectors.mapping(GitOpsHealthTest::what, Collectors.toSet())));
    }

    private static String what(JsonNode manifest) {
        String kind = manifest.path("kind").asText();
        return kind.equals("Application") ? manifest.at("/metadata/name").asText() : kind;
    }

    @Test
    void theirPathsAreThere() throws IOException {
        for (Path file : List.of(
                EXAMPLE.resolve("root.yaml"),
                EXAMPLE.resolve("apps/cooper.yaml"),
                EXAMPLE.resolve("apps/shop.yaml"),
                Path.of("deploy", "flux", "kustomizations.yaml"))) {
            for (JsonNode manifest : Chart.documents(Files.readString(file))) {
                String path = manifest.at("/spec/source/path").asText()
                        + manifest.at("/spec/path").asText();
                assertThat(Path.of(path)).as(file.toString()).isDirectory();
            }
        }
    }

    private static int wave(JsonNode manifest) {
        return manifest.at("/metadata/annotations/argocd.argoproj.io~1sync-wave")
                .asInt();
    }
}
