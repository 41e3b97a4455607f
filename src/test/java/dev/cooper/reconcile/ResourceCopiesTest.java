package dev.cooper.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.api.BucketPolicy;
import dev.cooper.api.ObjectStore;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reconciliation may change what it was given: no cache is changed by that. */
class ResourceCopiesTest {
    private final ResourceCopies copies = new ResourceCopies();

    private static ObjectMeta metadata() {
        return new ObjectMetaBuilder()
                .withName("photos")
                .withNamespace("shop")
                .withUid("1-2-3")
                .withGeneration(3L)
                .withResourceVersion("7")
                .addToLabels("team", "shop")
                .addToAnnotations("why", "test")
                .addToFinalizers("one")
                .addNewOwnerReference()
                .withName("owner")
                .endOwnerReference()
                .addToAdditionalProperties("unknown", "kept")
                .build();
    }

    @ParameterizedTest
    @ValueSource(classes = {Bucket.class, AccessKey.class, BucketPolicy.class, ObjectStore.class})
    void aCopyIsTheSameButForItsMetadata(Class<? extends CustomResource<?, ?>> kind) throws IOException {
        Path example = Path.of("examples", "kakaocloud", kind.getSimpleName().toLowerCase(Locale.ROOT) + ".yaml");
        CustomResource<?, ?> resource = Serialization.unmarshal(Files.readString(example), kind);
        resource.setMetadata(metadata());
        String before = Serialization.asJson(resource);

        CustomResource<?, ?> copy = copies.clone(resource);
        assertThat(Serialization.asJson(copy)).isEqualTo(before);
        assertThat(copy.getSpec()).isNotNull().isSameAs(resource.getSpec());

        copy.getMetadata().setResourceVersion(null);
        copy.getMetadata().getLabels().put("team", "other");
        copy.getMetadata().getAnnotations().clear();
        copy.addFinalizer("storage.cooper.dev/two");
        copy.getMetadata().getOwnerReferences().getFirst().setName("other");
        copy.getMetadata().getAdditionalProperties().clear();
        assertThat(Serialization.asJson(resource)).isEqualTo(before);
    }

    @Test
    void othersAreCopiedWhole() {
        Secret secret = new SecretBuilder()
                .withMetadata(metadata())
                .addToData("key", "dmFsdWU=")
                .build();

        Secret copy = copies.clone(secret);
        copy.getData().put("key", "b3RoZXI=");

        assertThat(secret.getData()).isEqualTo(Map.of("key", "dmFsdWU="));
    }
}
