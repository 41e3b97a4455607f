package dev.cooper.simulator;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A hand on a bucket behind the back of its users: reads and changes the state without a request and without rules.
 * Names a bucket and does not hold it: each call looks it up, and fails with {@link IllegalStateException} when there
 * is none.
 */
public final class BucketControl {
    private final Buckets buckets;
    private final Bucket.Id id;
    private final Clock clock;

    BucketControl(Buckets buckets, Bucket.Id id, Clock clock) {
        this.buckets = buckets;
        this.id = id;
        this.clock = clock;
    }

    public String name() {
        return id.name();
    }

    public boolean exists() {
        return buckets.locked(state -> state.find(id).isPresent());
    }

    public String ownerId() {
        return read(Bucket::ownerId);
    }

    public List<Grant> acl() {
        return read(Bucket::grants);
    }

    public void replaceAcl(Grant... grants) {
        change(bucket -> bucket.grants(List.of(grants)));
    }

    public void addGrant(Grant grant) {
        change(bucket -> {
            List<Grant> grants = new ArrayList<>(bucket.grants());
            grants.add(grant);
            bucket.grants(grants);
        });
    }

    /** The algorithm, if the bucket is encrypted. */
    public Optional<String> encryption() {
        return read(Bucket::encryption);
    }

    public void setEncryption(String algorithm) {
        change(bucket -> bucket.encryption(algorithm));
    }

    public void removeEncryption() {
        change(bucket -> bucket.encryption(null));
    }

    public List<LifecycleRule> lifecycle() {
        return read(Bucket::lifecycle);
    }

    public void replaceLifecycle(LifecycleRule... rules) {
        change(bucket -> bucket.lifecycle(List.of(rules)));
    }

    public void removeLifecycle() {
        change(bucket -> bucket.lifecycle(List.of()));
    }

    public Optional<LoggingTarget> logging() {
        return read(Bucket::logging);
    }

    public void setLogging(LoggingTarget target) {
        change(bucket -> bucket.logging(target));
    }

    public void removeLogging() {
        change(bucket -> bucket.logging(null));
    }

    public void putObject(String key, byte[] content) {
        byte[] copy = content.clone();
        change(bucket -> bucket.put(
                key,
                new StoredObject(
                        copy,
                        Digests.md5Hex(copy),
                        clock.instant(),
                        Map.of("Content-Type", "binary/octet-stream"),
                        Map.of())));
    }

    public byte[] object(String key) {
        return read(bucket -> bucket.object(key)
                .map(object -> object.content().clone())
                .orElseThrow(() -> new IllegalStateException("bucket " + id.name() + " has no object " + key)));
    }

    /** The keys in order. */
    public List<String> objects() {
        return read(bucket -> List.copyOf(bucket.objects().keySet()));
    }

    public void deleteObject(String key) {
        change(bucket -> bucket.remove(key));
    }

    public long bytesUsed() {
        return read(Bucket::bytes);
    }

    /** Ids of the open multipart uploads. */
    public List<String> uploads() {
        return read(bucket -> List.copyOf(bucket.uploads().keySet()));
    }

    /** Removes the bucket with all that is in it. */
    public void delete() {
        buckets.locked(state -> {
            state.remove(id);
            return id;
        });
    }

    private <T> T read(Function<Bucket, T> reader) {
        return buckets.locked(state -> reader.apply(state.find(id)
                .orElseThrow(
                        () -> new IllegalStateException("no bucket " + id.name() + " in project " + id.projectId()))));
    }

    private void change(Consumer<Bucket> change) {
        read(bucket -> {
            change.accept(bucket);
            return id;
        });
    }
}
