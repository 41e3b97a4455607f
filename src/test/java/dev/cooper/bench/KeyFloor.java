package dev.cooper.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cooper.client.s3.S3Buckets;
import dev.cooper.port.IssuedKey;
import dev.cooper.port.KeyPort;
import dev.cooper.port.KeyRequest;
import dev.cooper.port.KeyVerifier;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Raw clients make an AccessKey Ready: the same requests that the operator needs, in the same order. */
final class KeyFloor {
    private final RawKubernetes kubernetes;
    private final Store store;
    private final KeyPort keys;
    private final KeyVerifier verifier;
    private final String bucket;
    private final Queue<CompletableFuture<?>> events = new ConcurrentLinkedQueue<>();

    KeyFloor(RawKubernetes kubernetes, SimulatedCloud cloud, String bucket) {
        this.kubernetes = kubernetes;
        this.store = cloud.store();
        this.keys = cloud.keys();
        this.verifier = new S3Buckets(store.client()).verifier();
        this.bucket = bucket;
    }

    void create(String name) {
        String namespace = kubernetes.namespace();
        JsonNode metadata = kubernetes
                .apply("accesskeys", name, Manifests.accessKey(namespace, name, store.name(), bucket))
                .path("metadata");
        String uid = metadata.path("uid").asText();
        String intent = KeyPort.newId();
        kubernetes.applyStatus("accesskeys", name, Manifests.keyIntent(namespace, name, intent));
        IssuedKey key = keys.issue(KeyRequest.ofCooper(intent, Duration.ZERO));
        verifier.verify(key, bucket);
        kubernetes.create(
                "api/v1/namespaces/" + namespace + "/secrets",
                Manifests.secret(
                        namespace,
                        name,
                        uid,
                        "{\"AWS_ACCESS_KEY_ID\":\"%s\",\"AWS_SECRET_ACCESS_KEY\":\"%s\"}"
                                .formatted(key.accessKeyId(), key.secretAccessKey())));
        events.add(kubernetes.createLater(
                "apis/events.k8s.io/v1/namespaces/" + namespace + "/events",
                Manifests.event(namespace, "AccessKey", name, uid)));
        kubernetes.applyStatus(
                "accesskeys",
                name,
                Manifests.keyReady(
                        namespace,
                        name,
                        store,
                        key.accessKeyId(),
                        metadata.path("generation").asLong()));
    }

    void clear() {
        events.forEach(CompletableFuture::join);
        kubernetes.deleteAll("accesskeys");
    }
}
