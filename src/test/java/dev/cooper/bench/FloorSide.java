package dev.cooper.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cooper.api.ApiGroup;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Raw clients do what the operator would: the same requests in the same order, and nothing else. */
final class FloorSide implements Side, AutoCloseable {
    private final RawKubernetes kubernetes;
    private final Store store;
    private final S3Client s3;
    private final Queue<CompletableFuture<?>> events = new ConcurrentLinkedQueue<>();

    FloorSide(RawKubernetes kubernetes, Store store) {
        this.kubernetes = kubernetes;
        this.store = store;
        this.s3 = store.client();
    }

    @Override
    public void create(String name) {
        String namespace = kubernetes.namespace();
        JsonNode metadata = apply(name, FIRST_DAYS);
        String uid = metadata.path("uid").asText();
        kubernetes.applyStatus("buckets", name, Manifests.intent(namespace, name, store, uid));
        requireAbsent(name);
        s3.createBucket(request -> request.bucket(name));
        putLifecycle(name, FIRST_DAYS);
        events.add(kubernetes.createLater(
                "apis/events.k8s.io/v1/namespaces/" + namespace + "/events",
                Manifests.event(namespace, "Bucket", name, uid)));
        writeReady(name, metadata);
    }

    private void requireAbsent(String name) {
        try {
            s3.headBucket(request -> request.bucket(name));
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return;
            }
            throw e;
        }
        throw new IllegalStateException(name + " exists already");
    }

    @Override
    public void change(String name) {
        JsonNode metadata = apply(name, CHANGED_DAYS);
        look(name);
        putLifecycle(name, CHANGED_DAYS);
        events.add(kubernetes.createLater(
                "apis/events.k8s.io/v1/namespaces/" + kubernetes.namespace() + "/events",
                Manifests.event(
                        kubernetes.namespace(),
                        "Bucket",
                        name,
                        metadata.path("uid").asText())));
        writeReady(name, metadata);
    }

    @Override
    public void check(String name) {
        kubernetes.annotate("buckets", name, ApiGroup.RECONCILE_AT, Long.toString(System.nanoTime()));
        look(name);
    }

    void look(String name) {
        s3.headBucket(request -> request.bucket(name));
        s3.getBucketLifecycleConfiguration(request -> request.bucket(name));
    }

    private JsonNode apply(String name, int days) {
        return kubernetes
                .apply("buckets", name, Manifests.bucket(kubernetes.namespace(), name, store.name(), days))
                .path("metadata");
    }

    private void putLifecycle(String name, int days) {
        LifecycleRule rule = LifecycleRule.builder()
                .id("drafts")
                .status(ExpirationStatus.ENABLED)
                .filter(filter -> filter.prefix("drafts/"))
                .expiration(expiration -> expiration.days(days))
                .build();
        s3.putBucketLifecycleConfiguration(
                request -> request.bucket(name).lifecycleConfiguration(configuration -> configuration.rules(rule)));
    }

    private void writeReady(String name, JsonNode metadata) {
        kubernetes.applyStatus(
                "buckets",
                name,
                Manifests.ready(
                        kubernetes.namespace(),
                        name,
                        store,
                        metadata.path("uid").asText(),
                        metadata.path("generation").asLong()));
    }

    /** Removes buckets and resources of this side, so that the other finds the servers as this one did. */
    void clear(List<String> names) {
        events.forEach(CompletableFuture::join);
        events.clear();
        kubernetes.deleteAll("buckets");
        Parallel.forEach(names, name -> s3.deleteBucket(request -> request.bucket(name)));
    }

    @Override
    public void close() {
        s3.close();
    }
}
