package dev.cooper.reconcile.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.ApiGroup;
import dev.cooper.api.Bucket;
import dev.cooper.cluster.LocalCluster;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.simulator.KakaoCloudSimulator;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Somebody deletes the kinds themselves, as an uninstallation that goes too far does. On a cluster of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set by start()
class CrdDeletionTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private LocalCluster cluster;
    private OperatorHarness cooper;

    @BeforeAll
    void start() {
        cluster = LocalCluster.another("crds");
        cooper = OperatorHarness.start(cluster, KakaoCloudSimulator.start());
    }

    @AfterAll
    void stop() {
        cooper.stopOperator();
        cooper.cloud().close();
        cluster.stop();
    }

    private Resource<CustomResourceDefinition> kind() {
        return cluster.client().apiextensions().v1().customResourceDefinitions().withName("buckets." + ApiGroup.GROUP);
    }

    @Test
    void everyByteStaysAndWhoAskedForMoreIsTold() {
        String retained = cooper.bucketName("retained");
        String emptied = cooper.bucketName("emptied");
        String purged = cooper.bucketName("purged");
        cooper.bucket(retained, "");
        cooper.bucket(emptied, "deletionPolicy: Delete");
        cooper.bucket(purged, "deletionPolicy: Purge");
        for (String name : new String[] {retained, emptied, purged}) {
            cooper.awaitReason(Bucket.class, name, "Ready");
            cooper.cloud().bucket(name).putObject("precious", new byte[] {1, 2, 3});
        }

        kind().delete();

        cooper.awaitReason(Bucket.class, emptied, "NotEmpty");
        cooper.awaitReason(Bucket.class, purged, "PurgeNotConfirmed");
        Awaitility.await().atMost(PATIENCE).until(() -> cooper.get(Bucket.class, retained) == null);
        cooper.letGo(emptied);
        cooper.letGo(purged);
        Awaitility.await().atMost(PATIENCE).until(() -> kind().get() == null);
        for (String name : new String[] {retained, emptied, purged}) {
            assertThat(cooper.cloud().bucket(name).objects()).containsExactly("precious");
        }
    }
}
