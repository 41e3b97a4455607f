package dev.cooper.reconcile;

import dev.cooper.api.ObjectStore;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Knows from the controllers' caches which resources use an ObjectStore, and wakes the ObjectStore when its first user
 * comes and when its last one goes.
 */
public final class StoreUsers extends AbstractEventSource<Void, ObjectStore> {
    private final BooleanSupplier cachesFilled;
    private final List<Function<ObjectStore, Stream<? extends HasMetadata>>> caches = new CopyOnWriteArrayList<>();

    /**
     * Knows nobody yet.
     *
     * @param cachesFilled whether the caches hold all that there is, so that an empty answer means nobody
     */
    public StoreUsers(BooleanSupplier cachesFilled) {
        super(Void.class, "store-users");
        this.cachesFilled = cachesFilled;
    }

    void countIn(Function<ObjectStore, Stream<? extends HasMetadata>> cache) {
        caches.add(cache);
    }

    /** Whether a store has users; empty as long as that is not known. */
    public Optional<Boolean> areThere(ObjectStore store) {
        return cachesFilled.getAsBoolean() ? Optional.of(of(store).findAny().isPresent()) : Optional.empty();
    }

    /** The users of a store by kind and name, in order. */
    public List<String> names(ObjectStore store) {
        return of(store).map(StoreUsers::name).sorted().toList();
    }

    private Stream<? extends HasMetadata> of(ObjectStore store) {
        return caches.stream().flatMap(cache -> cache.apply(store));
    }

    private static String name(HasMetadata user) {
        return "%s %s/%s"
                .formatted(
                        user.getKind(),
                        user.getMetadata().getNamespace(),
                        user.getMetadata().getName());
    }

    void wake(ObjectStore store) {
        getEventHandler().handleEvent(new Event(ResourceID.fromResource(store)));
    }

    @Override
    public Set<Void> getSecondaryResources(ObjectStore primary) {
        return Set.of();
    }
}
