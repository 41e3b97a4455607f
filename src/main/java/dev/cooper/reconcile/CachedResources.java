package dev.cooper.reconcile;

import dev.cooper.api.BucketPolicy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** The caches of the operator, one for each kind, which the controllers share. Who looks there asks nothing of the API server. */
public final class CachedResources {
    private final Map<Class<?>, SharedCache<?>> caches = new ConcurrentHashMap<>();
    private final Function<ResourceID, Stream<BucketPolicy>> byBucket =
            of(BucketPolicy.class).pointingAt(CachedResources::bucketOf);

    /** The cache of a kind; empty where no controller fills it. */
    @SuppressWarnings("unchecked") // of the same class
    public <R extends HasMetadata> SharedCache<R> of(Class<R> kind) {
        return (SharedCache<R>) caches.computeIfAbsent(kind, _ -> new SharedCache<>(kind));
    }

    /** All resources of a kind, in no order; none where no controller is for it. They are shared: do not change them. */
    public <R extends HasMetadata> Stream<R> all(Class<R> kind) {
        return of(kind).list();
    }

    /** The BucketPolicies of a Bucket, in no order. Who is woken by one of them finds it here. */
    public Stream<BucketPolicy> policiesOf(ResourceID bucket) {
        return byBucket.apply(bucket);
    }

    /** The Bucket of a BucketPolicy. */
    public static ResourceID bucketOf(BucketPolicy policy) {
        return new ResourceID(
                policy.getSpec().bucketRef().name(), policy.getMetadata().getNamespace());
    }

    /** Ends the start of those who wait for the cache of a kind, which could not be filled. */
    public void fail(Class<?> kind, Throwable cause) {
        SharedCache<?> cache = caches.get(kind);
        if (cache != null) {
            cache.fail(cause);
        }
    }
}
