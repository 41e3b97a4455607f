package dev.cooper.faults;

import dev.cooper.api.AccessKey;
import dev.cooper.api.AccessKeyStatus;
import dev.cooper.api.ApiGroup;
import dev.cooper.api.Bucket;
import dev.cooper.api.BucketPolicy;
import dev.cooper.cluster.ServerSideApply;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.Readiness;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** One run of a workload: its namespace, its bucket, its key. */
final class Scene implements AutoCloseable {
    static final String NAME = "the";

    private final World world;
    private final OperatorHarness harness;
    private final String store;
    private final Backend backend;
    private final Set<String> keysBefore;
    private final Set<String> usersBefore;

    Scene(World world, String store) {
        this.world = world;
        this.harness = OperatorHarness.on(world.cluster(), world.cloud());
        this.store = store;
        this.backend = world.backend(store);
        this.keysBefore = backend.keys().keySet();
        this.usersBefore = backend.users().keySet();
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

    /** The store behind the proxies. */
    Backend backend() {
        return backend;
    }

    /** What differs from world to world, by its name. */
    Map<String, String> places() {
        return world.places();
    }

    /** Keys that this run made and nobody revoked, with their secrets. */
    Map<String, String> newKeys() {
        Map<String, String> keys = new TreeMap<>(backend.keys());
        keys.keySet().removeAll(keysBefore);
        return keys;
    }

    /** Users that this run made and nobody removed. */
    Map<String, String> newUsers() {
        Map<String, String> users = new TreeMap<>(backend.users());
        users.keySet().removeAll(usersBefore);
        return users;
    }

    /** Keys that were there before and are no more. */
    Set<String> lostKeys() {
        Set<String> lost = new TreeSet<>(keysBefore);
        lost.removeAll(backend.keys().keySet());
        return lost;
    }

    void applyBucket(String spec) {
        harness.bucket(NAME, "storeRef: {name: %s}\nbucketName: %s\n%s".formatted(store, bucketName(), spec));
    }

    void applyKey(String spec) {
        harness.accessKey(NAME, """
                storeRef: {name: %s}
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: key}
                %s
                """.formatted(store, NAME, spec));
    }

    /** Has the time come, for the operator, when the previous key retires. */
    void endOverlap() {
        AccessKey key = Objects.requireNonNull(harness.get(AccessKey.class, NAME));
        AccessKeyStatus status = key.statusOrEmpty();
        AccessKey over = key.onlyStatus(status.withPrevious(status.previousKeyID(), status.issuedAt()));
        harness.admin()
                .resource(over)
                .subresource("status")
                .patch(ServerSideApply.as("accesskey")); // as the operator, which so may drop the time again
        harness.annotate(AccessKey.class, NAME, ApiGroup.RECONCILE_AT, "the end of the overlap");
    }

    void applyPolicy(String spec) {
        harness.bucketPolicy(NAME, "bucketRef: {name: %s}\n%s".formatted(NAME, spec));
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
        harness.await(type, NAME, Readiness::isReady);
    }

    boolean bucketIsReady() {
        return Readiness.isReady(harness.get(Bucket.class, NAME));
    }

    boolean policyIsReady() {
        return Readiness.isReady(harness.get(BucketPolicy.class, NAME));
    }

    boolean hasReadyKey(Predicate<AccessKeyStatus> condition) {
        AccessKey key = harness.get(AccessKey.class, NAME);
        return key != null && Readiness.isReady(key) && condition.test(key.statusOrEmpty());
    }

    /** Kubernetes' garbage collector removes the Secret some time after its AccessKey. */
    boolean hasNoKey() {
        return harness.get(AccessKey.class, NAME) == null
                && harness.admin()
                                .secrets()
                                .inNamespace(harness.namespace())
                                .withName("key")
                                .get()
                        == null;
    }

    /** Whether an event of this reason was written. */
    boolean warned(String reason) {
        return harness.admin().events().v1().events().inNamespace(harness.namespace()).list().getItems().stream()
                .anyMatch(event -> event.getReason().equals(reason));
    }

    @Override
    public void close() {
        harness.close();
        backend.removeUsers(newUsers().keySet());
    }
}
