package dev.cooper.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Has what was as it should be compared with its spec after a start, so many resources of each store at once. All are due
 * then, and what is new or has changed would stand behind them.
 */
public final class Resync<P extends HasMetadata> extends AbstractEventSource<Void, P> {
    /** The first take longest, since code and connections are new. Each four that have ended make room for one more. */
    private static final int FIRST_UNDER_WAY = 4;
    /** Twice the requests that a store gets at once by default, so that they keep coming. */
    private static final int MOST_UNDER_WAY = 64;

    private final Predicate<P> settled;
    private final Function<P, Optional<String>> storeName;
    private final Function<ResourceID, Optional<P>> cache;
    private final Map<String, Lane> lanes = new HashMap<>();

    /**
     * For the resources of one controller.
     *
     * @param settled whether a resource was as it should be, and nothing about it is due
     * @param storeName the store that a resource is on
     * @param cache finds a resource
     */
    public Resync(
            Predicate<P> settled, Function<P, Optional<String>> storeName, Function<ResourceID, Optional<P>> cache) {
        super(Void.class, "resync");
        this.settled = settled;
        this.storeName = storeName;
        this.cache = cache;
    }

    /** The resources of one store. */
    private static final class Lane {
        private final LinkedHashSet<ResourceID> waiting = new LinkedHashSet<>();
        private final Set<ResourceID> underWay = new HashSet<>();
        private int ended;

        @Nullable
        ResourceID startNext() {
            if (waiting.isEmpty() || underWay.size() >= Math.min(FIRST_UNDER_WAY + ended / 4, MOST_UNDER_WAY)) {
                return null;
            }
            ResourceID next = waiting.removeFirst();
            underWay.add(next);
            return next;
        }

        void remove(ResourceID id) {
            waiting.remove(id);
            if (underWay.remove(id)) {
                ended++;
            }
        }
    }

    /** Whether a resource that has come into the cache is reconciled at once. Otherwise it is when its turn comes. */
    public boolean isDueAtOnce(P added) {
        if (added.isMarkedForDeletion() || !settled.test(added)) {
            return true;
        }
        synchronized (lanes) {
            lanes.computeIfAbsent(storeName.apply(added).orElse(""), _ -> new Lane())
                    .waiting
                    .add(ResourceID.fromResource(added));
        }
        wakeNext();
        return false;
    }

    /** To be called at the end of each reconciliation of a resource, whatever started it. */
    public void reconciled(P resource) {
        forget(ResourceID.fromResource(resource));
        wakeNext();
    }

    @Override
    public void start() {
        super.start();
        wakeNext();
    }

    private void wakeNext() {
        if (!isRunning()) {
            return;
        }
        for (ResourceID id = startNext(); id != null; id = startNext()) {
            wake(id);
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
    private void wake(ResourceID id) {
        cache.apply(id)
                .ifPresentOrElse(
                        resource ->
                                getEventHandler().handleEvent(new ResourceEvent(ResourceAction.ADDED, id, resource)),
                        () -> forget(id));
    }

    private void forget(ResourceID id) {
        synchronized (lanes) {
            lanes.values().forEach(lane -> lane.remove(id));
        }
    }

    @Override
    public Set<Void> getSecondaryResources(P primary) {
        return Set.of();
    }
}
