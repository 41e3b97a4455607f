package dev.cooper;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Gives back the heap that a burst took, once there is nothing to do. The serial collector extends the heap up to its limit
 * before it looks through all of it, and has nothing that does so at rest.
 */
final class HeapAtRest {
    private static final long SECONDS = 10;
    /** Of the young generation, between two looks: what timers and probes need. */
    private static final long FEW = 1;
    /** So many make it worth while. */
    private static final long MANY = 10;

    private final LongSupplier collections;
    private final Runnable fullCollection;
    private long seen;
    private long sinceFull;

    HeapAtRest(LongSupplier collections, Runnable fullCollection) {
        this.collections = collections;
        this.fullCollection = fullCollection;
        this.seen = collections.getAsLong();
    }

    /** Looks every ten seconds from now on. */
    static void watch() {
        HeapAtRest heap = new HeapAtRest(HeapAtRest::allCollections, System::gc);
        ScheduledFuture<?> _ = Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("heap-at-rest").daemon().factory())
                .scheduleWithFixedDelay(heap::look, SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    private static long allCollections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    void look() {
        long now = collections.getAsLong();
        long meanwhile = now - seen;
        seen = now;
        sinceFull += meanwhile;
        if (meanwhile <= FEW && sinceFull >= MANY) {
            fullCollection.run();
            seen = collections.getAsLong();
            sinceFull = 0;
        }
    }
}
