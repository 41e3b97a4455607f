package dev.cooper.reconcile;

import dev.cooper.api.ObjectStore;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Has resources looked at when their ObjectStore changes: all of them once it is Ready with a changed spec, and only those
 * that are not Ready at any other change.
 */
public final class StoreEvents<P extends HasMetadata> {
    private static final String BY_STORE = "store";
    /** Resources that name no store, and wait for a default one. */
    private static final String NO_STORE = "";

    private final IndexerResourceCache<P> cache;
    private final Predicate<P> isReady;
    private final StoreUsers users;
    private final Resync<P> resync;
    private final Map<String, Version> versions = new ConcurrentHashMap<>();
    private final SharedCache<ObjectStore> stores;
    private final EventSource<ObjectStore, P> source;

    public StoreEvents(
            IndexerResourceCache<P> cache,
            SharedCache<ObjectStore> stores,
            Function<P, Optional<String>> storeName,
            Predicate<P> isReady,
            StoreUsers users,
            Resync<P> resync) {
        this.cache = cache;
        this.stores = stores;
        this.isReady = isReady;
        this.users = users;
        this.resync = resync;
        cache.addIndexer(BY_STORE, resource -> List.of(storeName.apply(resource).orElse(NO_STORE)));
        users.countIn(this::admittedUsers);
        this.source = stores.listener("object-stores", this::wakeUsers);
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

    /**
     * A spec for which the users have been looked at. A store made anew may come with the generation of the one before.
     *
     * @param generation 0 as long as there is none
     */
    private record Version(String uid, long generation) {}

    private void wakeUsers(ObjectStore store) {
        String name = store.getMetadata().getName();
        boolean forAll = isForAll(name, store);
        resync.queue(Stream.concat(cache.byIndex(BY_STORE, name).stream(), cache.byIndex(BY_STORE, NO_STORE).stream())
                .filter(resource -> forAll || !isReady.test(resource)));
    }

    /** As long as a store is not Ready, those that are wait. One that is Ready when it is first seen had no one wait. */
    private boolean isForAll(String name, ObjectStore store) {
        String uid = store.getMetadata().getUid();
        if (!StoreResolver.isReady(store)) {
            versions.putIfAbsent(name, new Version(uid, 0));
            return false;
        }
        Version now = new Version(uid, store.getMetadata().getGeneration());
        Version before = versions.put(name, now);
        return before != null && !now.equals(before);
    }
}
