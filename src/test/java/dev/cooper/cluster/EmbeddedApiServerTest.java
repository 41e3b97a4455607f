package dev.cooper.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.api.Bucket;
import dev.cooper.api.BucketStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EmbeddedApiServerTest {
    private static final PatchContext APPLY = ServerSideApply.as("cooper");

    /** Or the operator would take its own status for the newest version, and never hear of what came before it. */
    @Test
    void aStatusDecidedOnAnOlderVersionIsAConflict() throws Exception {
        try (EmbeddedApiServer server = EmbeddedApiServer.start();
                KubernetesClient client = server.client()) {
            client.load(Files.newInputStream(Path.of("crds", "buckets.storage.cooper.dev-v1.yml")))
                    .create();
            Bucket seen = client.resource(bucket(null, null)).create();
            String version = seen.getMetadata().getResourceVersion();
            client.resource(seen)
                    .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"annotations\":{\"a\":\"b\"}}}");

            assertThatThrownBy(() -> client.resource(bucket(version, "late"))
                            .subresource("status")
                            .patch(APPLY))
                    .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getCode())
                            .isEqualTo(HttpURLConnection.HTTP_CONFLICT));

            String now = client.resource(seen).get().getMetadata().getResourceVersion();
            client.resource(bucket(now, "in time")).subresource("status").patch(APPLY);
            assertThat(client.resource(seen).get().getStatus().bucketName()).isEqualTo("in time");
        }
    }

    private static Bucket bucket(@Nullable String version, @Nullable String statusName) {
        Bucket bucket = new Bucket();
        bucket.setMetadata(new ObjectMetaBuilder()
                .withName("b")
                .withNamespace("n")
                .withResourceVersion(version)
                .build());
        if (statusName != null) {
            bucket.setStatus(BucketStatus.EMPTY.at("store", statusName, "http://localhost", null));
        }
        return bucket;
    }
}
