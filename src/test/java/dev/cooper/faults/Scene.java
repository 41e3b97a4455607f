package dev.cooper.faults;

import dev.cooper.api.AccessKey;
import dev.cooper.api.ApiGroup;
import dev.cooper.api.Bucket;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.simulator.BucketControl;
import dev.cooper.simulator.Ec2Key;
import dev.cooper.simulator.KakaoCloudSimulator;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** One run of a workload: its namespace, its bucket, its key. */
final class Scene implements AutoCloseable {
    static final String NAME = "the";

    private final OperatorHarness harness;
    private final String store;
    private final Set<Ec2Key> keysBefore;

    Scene(KakaoCloudSimulator cloud, String store) {
        this.harness = OperatorHarness.on(cloud);
        this.store = store;
        this.keysBefore = Set.copyOf(cloud.ec2Keys());
    }

    OperatorHarness harness() {
        return harness;
    }

    boolean isOn(String name) {
        return store.equals(name);
    }

    String bucketName() {
        return harness.bucketName(NAME);
    }

    /** The bucket on the store. */
    BucketControl storedBucket() {
        return harness.cloud().bucket(bucketName());
    }

    /** Keys that this run made and nobody revoked. */
    List<Ec2Key> newKeys() {
        return harness.cloud().ec2Keys().stream()
                .filter(key -> !keysBefore.contains(key))
                .toList();
    }

    /** Keys that were there before and are no more. */
    Set<String> lostKeys() {
        List<Ec2Key> now = harness.cloud().ec2Keys();
        return keysBefore.stream()
                .filter(key -> !now.contains(key))
                .map(Ec2Key::access)
                .collect(Collectors.toSet());
    }

    void applyBucket(String spec) {
        harness.bucket(NAME, "storeRef: {name: %s}\nbucketName: %s\n%s".formatted(store, bucketName(), spec));
    }

    void applyKey(String more) {
        harness.accessKey(NAME, """
                storeRef: {name: %s}
                source: keystoneEc2
                allowBroad: true
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: key}
                %s
                """.formatted(store, NAME, more));
    }

    /** Begins the deletion and does not wait for its end. */
    void delete(Class<? extends CustomResource<?, ?>> type) {
        harness.admin()
                .resource(Objects.requireNonNull(harness.get(type, NAME)))
                .delete();
    }

    void confirmPurge() {
        harness.annotate(Bucket.class, NAME, ApiGroup.PURGE, bucketName());
    }

    void awaitReady(Class<? extends CustomResource<?, ?>> type) {
        harness.await(type, NAME, this::isReady);
    }

    boolean isReady(CustomResource<?, ?> resource) {
        return OperatorHarness.conditions(resource).stream()
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True")
                        && Objects.equals(
                                condition.getObservedGeneration(),
                                resource.getMetadata().getGeneration()));
    }

    boolean bucketIsReady() {
        Bucket bucket = harness.get(Bucket.class, NAME);
        return bucket != null && isReady(bucket);
    }

    boolean keyIsReady() {
        AccessKey key = harness.get(AccessKey.class, NAME);
        return key != null && isReady(key) && key.statusOrEmpty().previousKeyID() == null;
    }

    /** Whether an event of this reason was written. */
    boolean warned(String reason) {
        return harness.admin().events().v1().events().inNamespace(harness.namespace()).list().getItems().stream()
                .anyMatch(event -> event.getReason().equals(reason));
    }

    @Override
    public void close() {
        harness.close();
    }
}
