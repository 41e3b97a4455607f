package dev.cooper.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** The manifests of the bundle for OLM: what the chart renders, and deploy/olm/csv.yaml for what only OLM asks for. */
final class OlmBundle {
    static final Path FOLDER = Path.of("deploy", "olm");

    /** One resource of each kind, which OperatorHub shows. */
    private static final List<Path> EXAMPLES = List.of(
            Path.of("examples", "kakaocloud", "objectstore.yaml"),
            Path.of("examples", "kakaocloud", "bucket.yaml"),
            Path.of("examples", "kakaocloud", "bucketpolicy.yaml"),
            Path.of("examples", "kakaocloud", "accesskey.yaml"));

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES));

    private final SortedMap<String, String> files = new TreeMap<>();
    private final ObjectNode csv;
    private final ObjectNode install;
    private final JsonNode chart;

    private OlmBundle(String rendered) throws IOException {
        chart = YAML.readTree(Chart.FOLDER.resolve("Chart.yaml").toFile());
        csv = (ObjectNode) YAML.readTree(FOLDER.resolve("csv.yaml").toFile());
        install = YAML.createObjectNode();
        describe();
        for (JsonNode manifest : Chart.manifests(rendered).values()) {
            add((ObjectNode) manifest);
        }
        write("cooper.clusterserviceversion.yaml", csv);
    }

    /** The files of deploy/olm/manifests by their names. */
    static SortedMap<String, String> of(String rendered) throws IOException {
        return new OlmBundle(rendered).files;
    }

    private void describe() throws IOException {
        String version = chart.path("version").asText();
        ObjectNode metadata = (ObjectNode) csv.get("metadata");
        metadata.put("name", "cooper.v" + version).put("namespace", "placeholder");
        ArrayNode examples = YAML.createArrayNode();
        for (Path example : EXAMPLES) {
            examples.add(YAML.readTree(example.toFile()));
        }
        ((ObjectNode) metadata.get("annotations")).put("alm-examples", examples.toPrettyString());
        ObjectNode spec = (ObjectNode) csv.get("spec");
        spec.put("version", version);
        spec.put("minKubeVersion", chart.path("kubeVersion").asText().replaceAll("[^0-9.]*([0-9.]+).*", "$1"));
        spec.putArray("icon")
                .addObject()
                .put("base64data", Base64.getEncoder().encodeToString(Files.readAllBytes(FOLDER.resolve("icon.svg"))))
                .put("mediatype", "image/svg+xml");
        spec.putObject("customresourcedefinitions").putArray("owned");
        spec.putObject("install").put("strategy", "deployment").set("spec", install);
        install.putArray("clusterPermissions");
        install.putArray("deployments");
    }

    private void add(ObjectNode manifest) throws IOException {
        String name = manifest.at("/metadata/name").asText();
        switch (manifest.path("kind").asText()) {
            case "CustomResourceDefinition" -> own(name, manifest);
            case "Deployment" -> deploy(name, manifest);
            case "ClusterRole" -> {
                if (name.equals("cooper")) {
                    permit(name, manifest);
                } else {
                    write(name + ".clusterrole.yaml", manifest);
                }
            }
            // As 'permissions' of the CSV these would become rights in all namespaces, since Cooper watches all.
            case "Role", "RoleBinding", "PodDisruptionBudget", "Service" ->
                write(
                        "%s.%s.yaml"
                                .formatted(name, manifest.path("kind").asText().toLowerCase(Locale.ROOT)),
                        manifest);
            // OLM makes the first two out of clusterPermissions, and knows nothing of the others.
            case "ServiceAccount", "ClusterRoleBinding", "NetworkPolicy" -> {}
            case "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding" -> {}
            default -> throw new IllegalStateException("what is it in a bundle? " + manifest);
        }
    }

    private void own(String name, ObjectNode crd) throws IOException {
        JsonNode version = crd.at("/spec/versions/0");
        String kind = crd.at("/spec/names/kind").asText();
        ((ArrayNode) csv.at("/spec/customresourcedefinitions/owned"))
                .addObject()
                .put("name", name)
                .put("version", version.path("name").asText())
                .put("kind", kind)
                .put("displayName", kind)
                .put(
                        "description",
                        version.at("/schema/openAPIV3Schema/description").asText());
        ((ObjectNode) crd.get("metadata")).remove("annotations"); // for helm
        write(name + ".crd.yaml", crd);
    }

    private void deploy(String name, JsonNode deployment) {
        String image = deployment.at("/spec/template/spec/containers/0/image").asText();
        ((ObjectNode) csv.at("/metadata/annotations")).put("containerImage", image);
        ObjectNode entry = ((ArrayNode) install.get("deployments")).addObject().put("name", name);
        entry.set("label", deployment.at("/metadata/labels"));
        entry.set("spec", deployment.get("spec"));
    }

    private void permit(String serviceAccount, JsonNode role) {
        ((ArrayNode) install.get("clusterPermissions"))
                .addObject()
                .put("serviceAccountName", serviceAccount)
                .set("rules", role.get("rules"));
    }

    private void write(String name, JsonNode manifest) throws IOException {
        files.put(name, YAML.writeValueAsString(manifest));
    }
}
