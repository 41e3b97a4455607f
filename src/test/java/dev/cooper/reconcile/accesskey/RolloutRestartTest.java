package dev.cooper.reconcile.accesskey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.Readiness;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workloads that are named take up another key, where Cooper was allowed to restart them. */
@SuppressWarnings("NullAway.Init") // set by start()
class RolloutRestartTest {
    private OperatorHarness cooper;
    private String bucket;

    @BeforeEach
    void start() {
        cooper = OperatorHarness.start();
        bucket = cooper.bucketName("restart");
        cooper.bucket(bucket, "");
        cooper.awaitReason(Bucket.class, bucket, "Ready");
    }

    @AfterEach
    void stop() {
        cooper.close();
    }

    private AccessKey key(String trigger) {
        cooper.accessKey("key", """
                source: keystoneEc2
                allowBroad: true
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: key}
                rotation: {trigger: %s}
                rolloutRestart:
                  - {kind: Deployment, name: shop}
                  - {kind: StatefulSet, name: shop}
                  - {kind: DaemonSet, name: shop}
                """.formatted(bucket, trigger));
        return cooper.awaitReason(AccessKey.class, "key", "Ready");
    }

    private <T extends HasMetadata> void create(Class<T> type) {
        String yaml = """
                apiVersion: apps/v1
                kind: %s
                metadata: {name: shop}
                spec:
                  selector: {matchLabels: {app: shop}}
                  template:
                    metadata: {labels: {app: shop}}
                    spec: {containers: [{name: shop, image: shop}]}
                """.formatted(type.getSimpleName());
        cooper.admin()
                .resource(Serialization.unmarshal(yaml, type))
                .inNamespace(cooper.namespace())
                .create();
    }

    private <T extends HasMetadata> T workload(Class<T> type) {
        return Objects.requireNonNull(cooper.admin()
                .resources(type)
                .inNamespace(cooper.namespace())
                .withName("shop")
                .get());
    }

    private Stream<Map<String, String>> annotations() {
        return Stream.of(
                        workload(Deployment.class).getSpec().getTemplate(),
                        workload(StatefulSet.class).getSpec().getTemplate(),
                        workload(DaemonSet.class).getSpec().getTemplate())
                .map(RolloutRestartTest::annotations);
    }

    private static Map<String, String> annotations(PodTemplateSpec template) {
        return Objects.requireNonNullElse(template.getMetadata().getAnnotations(), Map.of());
    }

    @Test
    void anotherKeyRestartsThemAndTheFirstDoesNot() {
        cooper.admin()
                .resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName("restarts")
                        .withNamespace(cooper.namespace())
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "cooper-rollout-restart")
                        .addNewSubject("", "ServiceAccount", "cooper", OperatorHarness.OPERATOR_NAMESPACE)
                        .build())
                .create();
        create(Deployment.class);
        create(StatefulSet.class);
        create(DaemonSet.class);
        AccessKey first = key("a");
        assertThat(annotations()).allSatisfy(each -> assertThat(each).isEmpty());

        key("b");
        AccessKey rotated = cooper.await(
                AccessKey.class,
                "key",
                k -> !Objects.equals(
                        k.statusOrEmpty().keyID(), first.statusOrEmpty().keyID()));
        assertThat(annotations()).allSatisfy(each -> assertThat(each)
                .containsEntry(
                        "storage.cooper.dev/key-" + first.getMetadata().getUid(),
                        rotated.statusOrEmpty().keyID()));
    }

    @Test
    void whoeverMayNotRestartThemSaysSoAndRotatesAllTheSame() {
        create(Deployment.class);
        String first = key("a").statusOrEmpty().keyID();
        assertThat(annotations(workload(Deployment.class).getSpec().getTemplate()))
                .isEmpty();

        key("b");
        AccessKey rotated = cooper.await(
                AccessKey.class,
                "key",
                k -> Readiness.isReady(k)
                        && !Objects.equals(first, k.statusOrEmpty().keyID()));
        assertThat(rotated.statusOrEmpty().previousKeyID()).isEqualTo(first);
        Awaitility.await().untilAsserted(() -> assertThat(cooper.admin()
                        .events()
                        .v1()
                        .events()
                        .inNamespace(cooper.namespace())
                        .list()
                        .getItems())
                .filteredOn(event -> event.getReason().equals("RestartFailed"))
                .extracting(Event::getNote)
                .anySatisfy(note -> assertThat(note).contains("Deployment shop", "cooper-rollout-restart")));
    }
}
