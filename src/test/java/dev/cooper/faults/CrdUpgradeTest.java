package dev.cooper.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.cooper.api.Bucket;
import dev.cooper.cluster.LocalCluster;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.simulator.KakaoCloudSimulator;
import dev.cooper.simulator.RecordedRequest;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The CRDs of a next release are installed and taken back while Buckets change. */
@Tag("faults")
@ExtendWith(InReport.class)
class CrdUpgradeTest {
    private static final String NEW_FIELD = "nextReleaseField";

    @Test
    void anUpgradeOfTheCrdsAndItsRollbackWriteNothingForSpecsThatDoNotChange() throws InterruptedException {
        LocalCluster cluster = LocalCluster.another("crd-upgrade");
        try (OperatorHarness cooper = OperatorHarness.start(cluster, KakaoCloudSimulator.start())) {
            List<String> still = buckets(cooper, "still", 25);
            List<String> changing = buckets(cooper, "changing", 5);
            cooper.cloud().clearRequests();
            int written = cooper.audit().writes().size();

            AtomicInteger rounds = new AtomicInteger();
            AtomicBoolean ended = new AtomicBoolean();
            Thread load = Thread.ofVirtual().start(() -> {
                while (!ended.get()) {
                    int days = 10 + rounds.incrementAndGet();
                    changing.forEach(name -> cooper.bucket(name, spec(days)));
                }
            });
            for (int i = 0; i < 3; i++) {
                upgrade(cooper.admin());
                awaitMoreRounds(rounds);
                rollBack(cooper.admin());
                awaitMoreRounds(rounds);
            }
            ended.set(true);
            load.join();

            changing.forEach(name -> {
                cooper.awaitReason(Bucket.class, name, "Ready");
                assertThat(cooper.cloud().bucket(name).lifecycle().getFirst().days())
                        .isEqualTo(10 + rounds.get());
            });
            still.forEach(name -> cooper.checkNow(Bucket.class, name));
            Awaitility.await().until(() -> asked(cooper).containsAll(still));
            assertThat(cooper.cloud().requests())
                    .filteredOn(request -> !List.of("GET", "HEAD").contains(request.method()))
                    .extracting(RecordedRequest::bucket)
                    .isSubsetOf(changing);
            assertThat(cooper.audit()
                            .writes()
                            .subList(written, cooper.audit().writes().size()))
                    .noneMatch(write -> write.contains("/" + cooper.bucketName("still")));
            assertThat(cooper.audit().denied()).isEmpty();
        } finally {
            cluster.stop();
        }
    }

    private static Set<String> asked(OperatorHarness cooper) {
        Set<String> names = new TreeSet<>();
        cooper.cloud().requests().forEach(request -> names.add(request.bucket()));
        return names;
    }

    private static String spec(int days) {
        return "lifecycle: {rules: [{id: end, expiration: {days: %d}}]}".formatted(days);
    }

    private static List<String> buckets(OperatorHarness cooper, String stem, int count) {
        List<String> names = IntStream.range(0, count)
                .mapToObj(i -> cooper.bucketName(stem) + "-" + i)
                .toList();
        names.forEach(name -> cooper.bucket(name, spec(7)));
        names.forEach(name -> cooper.awaitReason(Bucket.class, name, "Ready"));
        return names;
    }

    private static void awaitMoreRounds(AtomicInteger rounds) {
        int before = rounds.get();
        Awaitility.await().until(() -> rounds.get() >= before + 3);
    }

    private static Resource<CustomResourceDefinition> crd(KubernetesClient admin) {
        return admin.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(HasMetadata.getFullResourceName(Bucket.class));
    }

    /** A field more, with a default, which reads of all Buckets then show. */
    private static void upgrade(KubernetesClient admin) {
        JSONSchemaProps field = new JSONSchemaPropsBuilder()
                .withType("string")
                .withDefault(TextNode.valueOf("new"))
                .build();
        change(admin, fields -> fields.put(NEW_FIELD, field));
        Awaitility.await().until(() -> shows(admin, true));
    }

    private static void rollBack(KubernetesClient admin) {
        change(admin, fields -> fields.remove(NEW_FIELD));
        Awaitility.await().until(() -> shows(admin, false));
    }

    private static void change(KubernetesClient admin, Consumer<Map<String, JSONSchemaProps>> change) {
        crd(admin).edit(crd -> {
            crd.getMetadata().setManagedFields(null);
            JSONSchemaProps schema =
                    crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
            change.accept(
                    Objects.requireNonNull(schema.getProperties().get("spec")).getProperties());
            return crd;
        });
    }

    private static boolean shows(KubernetesClient admin, boolean field) {
        return admin
                .genericKubernetesResources("storage.cooper.dev/v1alpha1", "Bucket")
                .inAnyNamespace()
                .list()
                .getItems()
                .stream()
                .allMatch(bucket -> bucket.get("spec", NEW_FIELD) != null == field);
    }
}
