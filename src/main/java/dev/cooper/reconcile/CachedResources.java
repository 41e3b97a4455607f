package dev.cooper.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What the controllers hold in their caches once the operator has started, for those who only look: nothing is asked of
 * the API server.
 */
public final class CachedResources {
    private final Map<Class<? extends HasMetadata>, Supplier<? extends Stream<? extends HasMetadata>>> caches =
            new ConcurrentHashMap<>();

    /** Shows the resources of a kind from now on. */
    public <R extends HasMetadata> void show(Class<R> kind, Supplier<Stream<R>> cache) {
        caches.put(kind, cache);
    }

    /** All resources of a kind, in no order; none where no controller is for it. They are shared: do not change them. */
    public <R extends HasMetadata> Stream<R> all(Class<R> kind) {
        Supplier<? extends Stream<? extends HasMetadata>> cache = caches.get(kind);
        return cache == null ? Stream.empty() : cache.get().map(kind::cast);
    }
}
