package dev.cooper.reconcile;

import dev.cooper.api.ObjectReference;
import dev.cooper.api.ObjectStore;
import dev.cooper.port.Failure;
import dev.cooper.port.StoreException;
import dev.cooper.status.Conditions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the ObjectStore that a namespaced resource belongs to, in a cache that a watch keeps fresh. */
public final class StoreResolver {
    private final SharedCache<ObjectStore> stores;
    private final StoreUsers users;

    public StoreResolver(SharedCache<ObjectStore> stores, StoreUsers users) {
        this.stores = stores;
        this.users = users;
    }

    /**
     * The ObjectStore of a resource, which may use it.
     *
     * @param reference spec.storeRef
     * @param recorded the store that the status names: a resource without a storeRef stays where it is when another
     *     store becomes the default
     */
    public ObjectStore resolve(HasMetadata resource, @Nullable ObjectReference reference, @Nullable String recorded) {
        String name = reference != null ? reference.name() : recorded != null ? recorded : defaultStore();
        ObjectStore store =
                stores.get(new ResourceID(name)).orElseThrow(() -> new StoreException(new Failure.StoreNotFound(name)));
        if (!admits(store, resource)) {
            throw new StoreException(
                    new Failure.NamespaceNotAllowed(name, resource.getMetadata().getNamespace()));
        }
        if (store.getFinalizers().isEmpty()) {
            users.wake(store);
        }
        return store;
    }

    static boolean admits(ObjectStore store, HasMetadata resource) {
        return store.getSpec().allowedNamespaces() != null
                && store.getSpec()
                        .allowedNamespaces()
                        .admits(resource.getMetadata().getNamespace());
    }

    private String defaultStore() {
        List<String> defaults = all().filter(store -> store.getSpec().isDefaultStore())
                .map(store -> store.getMetadata().getName())
                .sorted()
                .toList();
        if (defaults.size() != 1) {
            throw new StoreException(new Failure.NoDefaultStore(defaults));
        }
        return defaults.getFirst();
    }

    /** Only a status that speaks of the current spec may be relied upon. */
    public static void requireReady(ObjectStore store) {
        if (!isReady(store)) {
            throw new StoreException(
                    new Failure.StoreNotReady(store.getMetadata().getName()));
        }
    }

    public static boolean isReady(ObjectStore store) {
        return store.getStatus() != null
                && Objects.equals(
                        store.getStatus().observedGeneration(),
                        store.getMetadata().getGeneration())
                && Conditions.isReady(store.getStatus().conditions());
    }

    /** Whether both names stand for the same buckets: the same endpoint and account, whatever the ObjectStore's name. */
    public boolean sameBuckets(String storeName, String otherName) {
        if (storeName.equals(otherName)) {
            return true;
        }
        return place(storeName).anyMatch(here -> place(otherName).anyMatch(here::equals));
    }

    private record Place(String endpoint, String account) {}

    private Stream<Place> place(String storeName) {
        return stores.get(new ResourceID(storeName)).map(ObjectStore::getStatus).stream()
                .filter(status -> status.endpoint() != null && status.accountID() != null)
                .map(status -> new Place(
                        Objects.requireNonNull(status.endpoint()), Objects.requireNonNull(status.accountID())));
    }

    private Stream<ObjectStore> all() {
        return stores.list();
    }
}
