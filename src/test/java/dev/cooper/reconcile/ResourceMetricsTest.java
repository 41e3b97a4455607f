package dev.cooper.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.api.ObjectStore;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Prometheus reads about resources. */
class ResourceMetricsTest {
    private final CachedResources resources = new CachedResources();

    @SafeVarargs
    private <R extends HasMetadata> void hold(Class<R> kind, R... held) {
        ItemStore<R> store = resources.of(kind).store();
        for (R resource : held) {
            store.put(store.getKey(resource), resource);
        }
    }

    private String scrape() throws IOException {
        CollectorRegistry registry = new CollectorRegistry();
        registry.register(new ResourceMetrics(resources));
        StringWriter text = new StringWriter();
        TextFormat.write004(text, registry.metricFamilySamples());
        return text.toString();
    }

    private static Bucket bucket(String name, String status) {
        return Serialization.unmarshal("""
            apiVersion: storage.cooper.dev/v1alpha1
            kind: Bucket
            metadata: {name: %s, namespace: shop}
            spec: {storeRef: {name: asked}}
            status: %s
            """.formatted(name, status), Bucket.class);
    }

    private static String ready(String status, String reason) {
        return "conditions: [{type: Ready, status: \"%s\", reason: %s}]".formatted(status, reason);
    }

    @Test
    void resourcesAreCountedByKindNamespaceStoreAndReason() throws IOException {
        Bucket unseen = bucket("unseen", "null");
        Bucket refused = bucket("refused", "{%s}".formatted(ready("False", "UnsupportedByStore")));
        Bucket one = bucket("one", "{storeName: kakao, %s}".formatted(ready("True", "Ready")));
        Bucket two = bucket("two", "{storeName: kakao, %s}".formatted(ready("True", "Ready")));
        hold(Bucket.class, unseen, refused, one, two);
        ObjectStore store = Serialization.unmarshal("""
            apiVersion: storage.cooper.dev/v1alpha1
            kind: ObjectStore
            metadata: {name: kakao}
            spec: {}
            """, ObjectStore.class);
        hold(ObjectStore.class, store);

        assertThat(scrape().lines().filter(line -> line.startsWith("cooper_resources{")))
                .containsExactlyInAnyOrder(
                        series("Bucket", "shop", "asked", "false", "Pending") + " 1.0",
                        series("Bucket", "shop", "asked", "false", "UnsupportedByStore") + " 1.0",
                        series("Bucket", "shop", "kakao", "true", "Ready") + " 2.0",
                        series("ObjectStore", "", "kakao", "false", "Pending") + " 1.0");
    }

    private static String series(String kind, String namespace, String store, String ready, String reason) {
        return "cooper_resources{kind=\"%s\",namespace=\"%s\",store=\"%s\",ready=\"%s\",reason=\"%s\",}"
                .formatted(kind, namespace, store, ready, reason);
    }

    @Test
    void usageIsToldOfBucketsWhoseStoreTellsIt() throws IOException {
        Bucket full = bucket("full", "{storeName: kakao, usage: {objects: 3, bytes: 4096}}");
        Bucket unknown = bucket("unknown", "{storeName: kakao}");
        hold(Bucket.class, full, unknown);

        assertThat(scrape().lines().filter(line -> line.startsWith("cooper_bucket_usage")))
                .containsExactly(
                        "cooper_bucket_usage_bytes{namespace=\"shop\",name=\"full\",store=\"kakao\",} 4096.0",
                        "cooper_bucket_usage_objects{namespace=\"shop\",name=\"full\",store=\"kakao\",} 3.0");
    }

    @Test
    void keysTellTheirTimes() throws IOException {
        AccessKey key = Serialization.unmarshal("""
            apiVersion: storage.cooper.dev/v1alpha1
            kind: AccessKey
            metadata: {name: key, namespace: shop}
            spec: {secret: {name: key}}
            status:
              storeName: kakao
              issuedAt: "2026-01-01T00:00:00Z"
              expiresAt: "2026-01-01T01:00:00Z"
            """, AccessKey.class);
        hold(AccessKey.class, key);

        String labels = "{namespace=\"shop\",name=\"key\",store=\"kakao\",}";
        assertThat(scrape().lines().filter(line -> line.startsWith("cooper_accesskey")))
                .isEqualTo(List.of(
                        "cooper_accesskey_issued_timestamp_seconds" + labels + " 1.7672256E9",
                        "cooper_accesskey_expiry_timestamp_seconds" + labels + " 1.7672292E9"));
    }

    @Test
    void nothingIsToldBeforeThereAreCaches() throws IOException {
        assertThat(scrape().lines()).allMatch(line -> line.startsWith("# "));
    }
}
