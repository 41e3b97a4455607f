package dev.cooper.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cooper.cluster.LocalCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A real API server refuses each mistake of fixtures/invalid, with the words it says there, and takes fixtures/valid. */
class CrdValidationTest {
    private static final Map<String, Class<? extends CustomResource<?, ?>>> CLASSES = Map.of(
            "Bucket",
            Bucket.class,
            "ObjectStore",
            ObjectStore.class,
            "AccessKey",
            AccessKey.class,
            "BucketPolicy",
            BucketPolicy.class);

    private final KubernetesClient client = LocalCluster.get().client();
    private final String namespace = LocalCluster.get().newNamespace();

    @Test
    void thereAreManifests() {
        assertThat(Manifest.invalid()).hasSizeGreaterThanOrEqualTo(30);
        assertThat(Manifest.valid()).hasSizeGreaterThanOrEqualTo(12);
    }

    @TestFactory
    Stream<DynamicTest> refuses() {
        return Manifest.invalid().stream()
                .map(manifest -> DynamicTest.dynamicTest(manifest.file(), () -> assertRefused(manifest)));
    }

    private void assertRefused(Manifest manifest) {
        assertThat(manifest.expectations())
                .as("first line of %s: # expect: <field>; <remedy>", manifest.file())
                .hasSizeGreaterThanOrEqualTo(2)
                .doesNotContain("");
        assertThat(manifest.expectations().getFirst())
                .as("the field that %s must name", manifest.file())
                .matches("spec|spec\\.[A-Za-z0-9.\\[\\]]+|metadata\\.name .+");
        assertThat(manifest.documents()).hasSizeLessThanOrEqualTo(2);

        GenericKubernetesResource first = manifest.first(namespace);
        if (!manifest.isUpdate()) {
            assertSays(manifest, () -> strictDryRun(first).create());
            return;
        }
        GenericKubernetesResource created = strict(first).create();
        try {
            assertSays(manifest, () -> strictDryRun(manifest.update(created)).update());
        } finally {
            client.resource(created).delete();
        }
    }

    private static void assertSays(Manifest manifest, Runnable request) {
        KubernetesClientException refusal = catchThrowableOfType(KubernetesClientException.class, () -> request.run());
        assertThat(refusal).as("%s was accepted", manifest.file()).isNotNull();
        assertThat(refusal.getCode()).isIn(400, 422);
        assertThat(refusal.getStatus().getMessage()).contains(manifest.expectations());
    }

    @TestFactory
    Stream<DynamicTest> accepts() {
        return Manifest.valid().stream()
                .map(manifest -> DynamicTest.dynamicTest(manifest.file(), () -> {
                    assertThat(manifest.isUpdate()).isFalse();
                    assertThat(strictDryRun(manifest.first(namespace)).create()).isNotNull();
                }));
    }

    /** All defaults are in the CRD, and nothing in it makes a field change by itself. */
    @TestFactory
    Stream<DynamicTest> changesNothingWhenAppliedAgain() {
        return Manifest.valid().stream()
                .map(manifest -> DynamicTest.dynamicTest(manifest.file(), () -> {
                    GenericKubernetesResource once =
                            strict(manifest.first(namespace)).serverSideApply();
                    try {
                        GenericKubernetesResource twice =
                                strict(manifest.first(namespace)).serverSideApply();
                        assertThat(twice.getMetadata().getUid())
                                .isEqualTo(once.getMetadata().getUid());
                        assertThat(twice.getMetadata().getResourceVersion())
                                .isEqualTo(once.getMetadata().getResourceVersion());
                    } finally {
                        client.resource(once).delete();
                    }
                }));
    }

    /** Server-side apply, as GitOps tools do it: the second manifest over the first is the same as the second alone. */
    @TestFactory
    Stream<DynamicTest> becomesTheNextManifest() {
        return Manifest.valid().stream().flatMap(from -> Manifest.valid().stream()
                .filter(to -> !from.equals(to) && from.mayBecome(to))
                .map(to -> DynamicTest.dynamicTest(from.file() + " -> " + to.file(), () -> assertBecomes(from, to))));
    }

    private void assertBecomes(Manifest from, Manifest to) {
        GenericKubernetesResource target = to.first(namespace);
        Object alone = strictDryRun(target).create().get("spec");
        GenericKubernetesResource start = from.first(namespace);
        start.getMetadata().setName(target.getMetadata().getName());
        strict(start).serverSideApply();
        try {
            assertThat(strict(target).serverSideApply().<Object>get("spec")).isEqualTo(alone);
        } finally {
            client.resource(target).delete();
        }
    }

    /** What the operator reads is what the user wrote: no field is lost or renamed between YAML and the classes. */
    @TestFactory
    Stream<DynamicTest> isReadWithoutLoss() {
        return Manifest.valid().stream()
                .map(manifest -> DynamicTest.dynamicTest(manifest.file(), () -> {
                    GenericKubernetesResource stored =
                            strictDryRun(manifest.first(namespace)).create();
                    CustomResource<?, ?> typed = Serialization.unmarshal(
                            Serialization.asJson(stored), Objects.requireNonNull(CLASSES.get(manifest.kind())));
                    GenericKubernetesResource back =
                            Serialization.unmarshal(Serialization.asJson(typed), GenericKubernetesResource.class);
                    assertThat(back.<Object>get("spec")).isEqualTo(stored.get("spec"));
                }));
    }

    private NonDeletingOperation<GenericKubernetesResource> strict(GenericKubernetesResource resource) {
        return client.resource(resource).fieldValidation(Validation.STRICT);
    }

    private NonDeletingOperation<GenericKubernetesResource> strictDryRun(GenericKubernetesResource resource) {
        return client.resource(resource).dryRun().fieldValidation(Validation.STRICT);
    }
}
