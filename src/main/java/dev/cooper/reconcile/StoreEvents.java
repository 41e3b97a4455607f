package dev.cooper.reconcile;

import dev.cooper.api.ObjectStore;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Wakes resources when their ObjectStore changes: all of them once a changed spec is in force, and only those that are
 * not Ready at any other change, so that a store that comes back does not start a rush.
 */
public final class StoreEvents<P extends HasMetadata> {
    private static final String BY_STORE = "store";
    /** Resources that name no store, and wait for a default one. */
    private static final String NO_STORE = "";

    private final IndexerResourceCache<P> cache;
    private final Predicate<P> isReady;
    private final StoreUsers users;
    private final Map<String, Long> generations = new ConcurrentHashMap<>();
    private final SharedCache<ObjectStore> stores;
    private final EventSource<ObjectStore, P> source;

    public StoreEvents(
            EventSourceContext<P> context,
            SharedCache<ObjectStore> stores,
            Function<P, Optional<String>> storeName,
            Predicate<P> isReady,
            StoreUsers users) {
        this.cache = context.getPrimaryCache();
        this.stores = stores;
        this.isReady = isReady;
        this.users = users;
        cache.addIndexer(BY_STORE, resource -> List.of(storeName.apply(resource).orElse(NO_STORE)));
        users.countIn(this::admittedUsers);
        this.source = stores.events("object-stores", (_, _) -> true, this::concerned);
    }

    public EventSource<ObjectStore, P> source() {
        return source;
    }

    /** Has the stores that wait for the end of their last user look whether this was it. */
    public void userGone() {
        stores.list()
                .filter(ObjectStore::isMarkedForDeletion)
                .filter(store -> !users.areThere(store).orElse(true))
                .forEach(users::wake);
    }

    /** Whoever is not admitted must not be able to hold a store. */
    private Stream<P> admittedUsers(ObjectStore store) {
        return cache.byIndex(BY_STORE, store.getMetadata().getName()).stream()
                .filter(resource -> StoreResolver.admits(store, resource));
    }

    private Set<ResourceID> concerned(ObjectStore store) {
        String name = store.getMetadata().getName();
        Long inForce = store.getStatus() == null ? null : store.getStatus().observedGeneration();
        boolean specChanged = inForce != null && !inForce.equals(generations.put(name, inForce));
        return Stream.concat(cache.byIndex(BY_STORE, name).stream(), cache.byIndex(BY_STORE, NO_STORE).stream())
                .filter(resource -> specChanged || !isReady.test(resource))
                .map(ResourceID::fromResource)
                .collect(Collectors.toSet());
    }
}
