package dev.cooper.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Has what is there looked at again, so many resources of each store at once: once this process may work, and when a store
 * changes. All are due then, and what is new or has changed would stand behind them.
 */
public final class Resync<P extends HasMetadata> extends AbstractEventSource<Void, P> implements ResourceEventAware<P> {
    /** The first take longest, since code and connections are new. Each four that have ended make room for one more. */
    private static final int FIRST_UNDER_WAY = 4;
    /** Twice the requests that a store gets at once by default, so that they keep coming. */
    private static final int MOST_UNDER_WAY = 64;
    /** What fails again and again must not hold up all others. */
    private static final int SETTLED_ONE_OF = 4;

    private final Predicate<P> known;
    private final Predicate<P> settled;
    private final Function<P, Optional<String>> storeName;
    private final SharedCache<P> cache;
    private final Leadership leadership;
    private final Map<String, Lane> lanes = new HashMap<>();
    private volatile boolean begun;

    /**
     * For the resources of one controller.
     *
     * @param known whether a resource's status speaks of its spec, so that it is not new
     * @param settled whether a resource was as it should be, and nothing about it is due
     * @param storeName the store that a resource is on
     */
    public Resync(
            Predicate<P> known,
            Predicate<P> settled,
            Function<P, Optional<String>> storeName,
            SharedCache<P> cache,
            Leadership leadership) {
        super(Void.class, "resync");
        this.known = known;
        this.settled = settled;
        this.storeName = storeName;
        this.cache = cache;
        this.leadership = leadership;
    }

    /** The resources of one store. */
    private static final class Lane {
        /** What is not as it should be goes first. */
        private final LinkedHashSet<ResourceID> unsettled = new LinkedHashSet<>();

        private final LinkedHashSet<ResourceID> settled = new LinkedHashSet<>();
        private final Set<ResourceID> underWay = new HashSet<>();
        private int started;
        private int ended;

        /** Who waits already keeps the place. */
        void queue(ResourceID id, boolean isSettled) {
            (isSettled ? unsettled : settled).remove(id);
            (isSettled ? settled : unsettled).add(id);
        }

        @Nullable
        ResourceID startNext() {
            if (underWay.size() >= Math.min(FIRST_UNDER_WAY + ended / 4, MOST_UNDER_WAY)) {
                return null;
            }
            boolean isTurnOfSettled = (started + 1) % SETTLED_ONE_OF == 0 && !settled.isEmpty();
            LinkedHashSet<ResourceID> waiting = isTurnOfSettled || unsettled.isEmpty() ? settled : unsettled;
            if (waiting.isEmpty()) {
                return null;
            }
            ResourceID next = waiting.removeFirst();
            underWay.add(next);
            started++;
            return next;
        }

        void dequeue(ResourceID id) {
            unsettled.remove(id);
            settled.remove(id);
        }

        void end(ResourceID id) {
            if (underWay.remove(id)) {
                ended++;
            }
        }

        void forget(ResourceID id) {
            dequeue(id);
            underWay.remove(id);
        }
    }

    @Override
    public void start() {
        super.start();
        leadership.whenHeld(this::begin);
    }

    private void begin() {
        begun = true;
        cache.list().forEach(resource -> {
            if (isNew(resource)) {
                wake(resource);
            } else {
                enqueue(resource);
            }
        });
        wakeNext();
    }

    private boolean isNew(P resource) {
        return resource.isMarkedForDeletion() || !known.test(resource);
    }

    /** Whether a resource that has come into the cache is reconciled at once. Otherwise it is when its turn comes. */
    public boolean isDueAtOnce(P added) {
        boolean now = begun && isNew(added);
        if (!now) {
            queue(Stream.of(added));
        }
        return now;
    }

    /** Has resources reconciled when their turn comes, each unless another reconciliation of it begins before. */
    void queue(Stream<P> resources) {
        if (begun) { // before, who waits is what is there at the beginning
            resources.forEach(this::enqueue);
            wakeNext();
        }
    }

    private void enqueue(P resource) {
        synchronized (lanes) {
            lanes.computeIfAbsent(storeName.apply(resource).orElse(""), _ -> new Lane())
                    .queue(ResourceID.fromResource(resource), settled.test(resource));
        }
    }

    /** Each reconciliation of a resource goes through here, whatever started it. */
    public <T> T reconcile(P resource, Supplier<T> reconciliation) {
        ResourceID id = ResourceID.fromResource(resource);
        inEachLane(lane -> lane.dequeue(id));
        try {
            return reconciliation.get();
        } finally {
            inEachLane(lane -> lane.end(id));
            wakeNext();
        }
    }

    @Override
    public void onResourceDeleted(P resource) {
        ResourceID id = ResourceID.fromResource(resource);
        inEachLane(lane -> lane.forget(id));
        wakeNext();
    }

    private void wakeNext() {
        for (ResourceID id = startNext(); id != null; id = startNext()) {
            ResourceID next = id;
            cache.get(next).ifPresentOrElse(this::wake, () -> inEachLane(lane -> lane.forget(next)));
        }
    }

    private @Nullable ResourceID startNext() {
        synchronized (lanes) {
            return lanes.values().stream()
                    .map(Lane::startNext)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }
    }

    /** An event that only names a resource is one about nothing as long as none of its own has come. */
    private void wake(P resource) {
        getEventHandler()
                .handleEvent(new ResourceEvent(ResourceAction.ADDED, ResourceID.fromResource(resource), resource));
    }

    private void inEachLane(Consumer<Lane> step) {
        synchronized (lanes) {
            lanes.values().forEach(step);
        }
    }

    @Override
    public Set<Void> getSecondaryResources(P primary) {
        return Set.of();
    }
}
