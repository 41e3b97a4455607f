package dev.cooper.simulator;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** All buckets of all projects, behind one lock: handlers are short and hold no I/O. */
final class Buckets {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Bucket.Id, Bucket> byId = new HashMap<>();
    private final Clock clock;

    Buckets(Clock clock) {
        this.clock = clock;
    }

    <T> T locked(Function<Buckets, T> work) {
        lock.lock();
        try {
            return work.apply(this);
        } finally {
            lock.unlock();
        }
    }

    /** The bucket as it is now, without the objects that its lifecycle has ended. */
    Optional<Bucket> find(Bucket.Id id) {
        Optional<Bucket> bucket = Optional.ofNullable(byId.get(id));
        bucket.ifPresent(found -> found.expire(clock.instant()));
        return bucket;
    }

    Bucket get(Bucket.Id id) {
        return find(id).orElseThrow(() -> ErrorCode.NO_SUCH_BUCKET.because("The specified bucket does not exist."));
    }

    Bucket create(Bucket.Id id, String ownerId) {
        Bucket bucket = new Bucket(id, ownerId, clock.instant());
        byId.put(id, bucket);
        return bucket;
    }

    void remove(Bucket.Id id) {
        byId.remove(id);
    }

    List<Bucket> ofProject(String projectId) {
        List<Bucket> buckets = new ArrayList<>();
        for (Bucket bucket : byId.values()) {
            if (bucket.id().projectId().equals(projectId)) {
                buckets.add(bucket);
            }
        }
        buckets.sort(Comparator.comparing(bucket -> bucket.id().name()));
        return buckets;
    }
}
