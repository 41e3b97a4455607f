package dev.cooper.stores;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.api.BucketPolicy;
import dev.cooper.api.ObjectStore;
import dev.cooper.cluster.Testbed;
import dev.cooper.harness.OperatorHarness;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every resource of examples/ becomes Ready, each on the real store that is nearest; kakaocloud's are the demo's. */
@Tag("stores")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set by start()
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("examples");
    private static final Map<String, Class<? extends CustomResource<?, ?>>> KINDS = Map.of(
            "ObjectStore", ObjectStore.class,
            "Bucket", Bucket.class,
            "AccessKey", AccessKey.class,
            "BucketPolicy", BucketPolicy.class);

    private final List<String> stores = new ArrayList<>();
    private OperatorHarness cooper;

    @BeforeAll
    void start() {
        cooper = OperatorHarness.withoutOperator();
        cooper.startOperator();
    }

    @AfterAll
    void stop() {
        cooper.close();
    }

    @AfterEach
    void removeStores() {
        stores.forEach(store ->
                cooper.admin().resources(ObjectStore.class).withName(store).delete());
    }

    @Test
    void cephOnRgw() throws IOException {
        JsonNode rgw = Stores.rgw();
        Testbed.run("rgw/user", Stores.rgwFolder(), "scanner");
        becomeReady(
                "ceph-rgw",
                rgw,
                Map.of(
                        "https://rgw.storage.example.com", endpoint(rgw),
                        "arn:aws:iam:::role/cooper-workloads", SessionRole.arn(rgw, cooper.namespace()),
                        "formats: [credentialsFile]", "formats: [env]"));
        try (KeyUse use = KeyUse.of(cooper, "shop-uploads-s3")) {
            assertThat(use.put("shop-uploads", "a")).isEqualTo(200);
        }
    }

    @Test
    void minioOnMoto() throws IOException {
        JsonNode moto = Stores.moto();
        becomeReady("minio", moto, Map.of("https://minio.storage.example.com:9000", endpoint(moto)));
    }

    /** With keys instead of the role of a Pod, and the addresses of moto. */
    @Test
    void awsOnMoto() throws IOException {
        JsonNode moto = Stores.moto();
        becomeReady(
                "aws",
                moto,
                Map.of(
                        "  region: ap-northeast-2",
                        "  region: us-east-1\n  endpoint: " + endpoint(moto),
                        "defaultChain: {}",
                        "secretRef: {name: aws}"));
        assertThat(KeyUse.entries(cooper, "shop-invoices-s3")).containsKey("AWS_ACCESS_KEY_ID");
    }

    private static String endpoint(JsonNode store) {
        return store.path("endpoint").asText();
    }

    private void becomeReady(String folder, JsonNode store, Map<String, String> here) throws IOException {
        Map<String, String> changes = new LinkedHashMap<>(here);
        changes.put("namespace: shop", "namespace: " + cooper.namespace());
        changes.put("names: [shop", "names: [" + cooper.namespace());
        List<String> manifests = manifests(folder);
        assertThat(String.join("\n", manifests)).contains(changes.keySet());
        List<CustomResource<?, ?>> applied = new ArrayList<>();
        for (String shown : manifests) {
            String manifest = shown;
            for (Map.Entry<String, String> change : changes.entrySet()) {
                manifest = manifest.replace(change.getKey(), change.getValue());
            }
            String kind = Serialization.unmarshal(manifest, JsonNode.class)
                    .path("kind")
                    .asText();
            CustomResource<?, ?> resource = cooper.apply(manifest, Objects.requireNonNull(KINDS.get(kind), kind));
            applied.add(resource);
            if (resource instanceof ObjectStore connection) {
                stores.add(connection.getMetadata().getName());
                cooper.operatorSecret(
                        connection.getMetadata().getName(),
                        Map.of(
                                "AWS_ACCESS_KEY_ID", store.path("accessKey").asText(),
                                "AWS_SECRET_ACCESS_KEY", store.path("secretKey").asText()));
            }
        }
        for (CustomResource<?, ?> resource : applied) {
            cooper.awaitReason(
                    Objects.requireNonNull(KINDS.get(resource.getKind())),
                    resource.getMetadata().getName(),
                    "Ready");
        }
    }

    private static List<String> manifests(String folder) throws IOException {
        JsonNode kustomization = Serialization.unmarshal(
                Files.readString(EXAMPLES.resolve(folder).resolve("kustomization.yaml")), JsonNode.class);
        List<String> manifests = new ArrayList<>();
        for (JsonNode file : kustomization.path("resources")) {
            if (!file.asText().equals("namespace.yaml")) {
                manifests.add(Files.readString(EXAMPLES.resolve(folder).resolve(file.asText())));
            }
        }
        return manifests;
    }
}
