package dev.cooper.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The caches of the operator, one for each kind, which the controllers share. Who looks there asks nothing of the API server. */
public final class CachedResources {
    private final Map<Class<?>, SharedCache<?>> caches = new ConcurrentHashMap<>();

    /** The cache of a kind; empty where no controller fills it. */
    @SuppressWarnings("unchecked") // of the same class
    public <R extends HasMetadata> SharedCache<R> of(Class<R> kind) {
        return (SharedCache<R>) caches.computeIfAbsent(kind, _ -> new SharedCache<>(kind));
    }

    /** All resources of a kind, in no order; none where no controller is for it. They are shared: do not change them. */
    public <R extends HasMetadata> Stream<R> all(Class<R> kind) {
        return of(kind).list();
    }

    /** Ends the start of those who wait for the cache of a kind, which could not be filled. */
    public void fail(Class<?> kind, Throwable cause) {
        SharedCache<?> cache = caches.get(kind);
        if (cache != null) {
            cache.fail(cause);
        }
    }
}
