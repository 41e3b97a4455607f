package dev.cooper.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.EventHandler;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.EventSourceStartPriority;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the operator knows of a kind, by one list and one watch: the kind's own controller fills it, the others read it and
 * are woken by it. It holds what the watch told, without what was written since.
 */
public final class SharedCache<R extends HasMetadata> {
    private final Class<R> kind;
    private final Store store = new Store();
    private final CompletableFuture<Void> filled = new CompletableFuture<>();
    private final List<Watcher<R>> watchers = new CopyOnWriteArrayList<>();

    SharedCache(Class<R> kind) {
        this.kind = kind;
    }

    /** Is told of each change before the next one comes. */
    private interface Watcher<R> {
        /**
         * Called once the cache has it.
         *
         * @param before null if it is new
         * @param after null if it is gone
         */
        void changed(@Nullable R before, @Nullable R after);
    }

    /** For the informer of the kind's own controller. */
    public ItemStore<R> store() {
        return store;
    }

    /** For the kind's own controller: tells the others when the cache holds all that there is. */
    public EventSource<Void, R> source() {
        return new Filled();
    }

    /** Ends the start of those who wait for it. */
    void fail(Throwable cause) {
        filled.completeExceptionally(cause);
    }

    public Optional<R> get(ResourceID id) {
        return Optional.ofNullable(
                store.get(Cache.namespaceKeyFunc(id.getNamespace().orElse(null), id.getName())));
    }

    /** All of them, in no order. They are shared: do not change them. */
    public Stream<R> list() {
        return store.values();
    }

    /**
     * For another controller: wakes its resources when one of this kind comes, changes or goes. Its controller starts once
     * this cache is filled, and is told then of all that is there.
     *
     * @param matters whether a change, of the second into the first, does
     * @param concerned whom it wakes
     */
    public <P extends HasMetadata> EventSource<R, P> events(
            String name, BiPredicate<R, R> matters, Function<R, Set<ResourceID>> concerned) {
        return relay(name, matters, (resource, wake) -> concerned
                .apply(resource)
                .forEach(id -> wake.handleEvent(new Event(id))));
    }

    /** For another controller: is told of the same, and wakes whom it likes, when it likes. */
    <P extends HasMetadata> EventSource<R, P> listener(String name, Consumer<R> told) {
        return relay(name, (_, _) -> true, (resource, _) -> told.accept(resource));
    }

    private <P extends HasMetadata> EventSource<R, P> relay(
            String name, BiPredicate<R, R> matters, BiConsumer<R, EventHandler> told) {
        Relay<P> relay = new Relay<>(name, matters, told);
        watchers.add(relay);
        return relay;
    }

    /** Finds those that point at a resource. Who is woken by {@link #events} that were made later finds what woke it. */
    Function<ResourceID, Stream<R>> pointingAt(Function<R, ResourceID> target) {
        Map<ResourceID, Set<String>> pointers = new ConcurrentHashMap<>();
        watchers.add((before, after) -> {
            ResourceID then = before == null ? null : target.apply(before);
            ResourceID now = after == null ? null : target.apply(after);
            if (after != null && now != null && !now.equals(then)) {
                pointers.computeIfAbsent(now, _ -> ConcurrentHashMap.newKeySet())
                        .add(store.getKey(after));
            }
            if (before != null && then != null && !then.equals(now)) {
                pointers.computeIfPresent(then, (_, keys) -> {
                    keys.remove(store.getKey(before));
                    return keys.isEmpty() ? null : keys;
                });
            }
        });
        return id ->
                pointers.getOrDefault(id, Set.of()).stream().map(store::get).filter(Objects::nonNull);
    }

    private final class Store extends TransformingItemStore<R> {
        Store() {
            super(CachedState::trimmed);
        }

        @Override
        public @Nullable R put(String key, R resource) {
            R before = super.put(key, resource);
            if (before == null
                    || !Objects.equals(
                            before.getMetadata().getResourceVersion(),
                            resource.getMetadata().getResourceVersion())) {
                watchers.forEach(watcher -> watcher.changed(before, resource));
            }
            return before;
        }

        @Override
        public @Nullable R remove(String key) {
            R before = super.remove(key);
            if (before != null) {
                watchers.forEach(watcher -> watcher.changed(before, null));
            }
            return before;
        }
    }

    private final class Filled extends AbstractEventSource<Void, R> {
        Filled() {
            super(Void.class, "cache-filled");
        }

        /** The kind's informer is started before all others, and waits until it has what is there. */
        @Override
        public EventSourceStartPriority priority() {
            return EventSourceStartPriority.RESOURCE_STATE_LOADER;
        }

        @Override
        public void start() {
            super.start();
            filled.complete(null);
        }

        @Override
        public Set<Void> getSecondaryResources(R primary) {
            return Set.of();
        }
    }

    private final class Relay<P extends HasMetadata> extends AbstractEventSource<R, P> implements Watcher<R> {
        private final BiPredicate<R, R> matters;
        private final BiConsumer<R, EventHandler> told;

        Relay(String name, BiPredicate<R, R> matters, BiConsumer<R, EventHandler> told) {
            super(kind, name);
            this.matters = matters;
            this.told = told;
        }

        @Override
        public void start() {
            filled.join();
            super.start();
            list().forEach(resource -> changed(null, resource));
        }

        @Override
        public void changed(@Nullable R before, @Nullable R after) {
            if (!isRunning()) {
                return; // its controller's own cache, where the concerned are looked up, may not be made yet
            }
            if (before == null || after == null || matters.test(after, before)) {
                told.accept(Objects.requireNonNull(after == null ? before : after), getEventHandler());
            }
        }

        @Override
        public Set<R> getSecondaryResources(P primary) {
            throw new UnsupportedOperationException("ask the cache of " + kind.getSimpleName());
        }
    }
}
