package dev.cooper.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.util.List;

/** What caches keep of resources: all but metadata.managedFields, which take most of the room and are never read. */
public final class CachedState {
    private CachedState() {}

    /** An empty store for one informer. */
    public static <R extends HasMetadata> ItemStore<R> store() {
        return new TransformingItemStore<>(CachedState::trimmed);
    }

    static <R extends HasMetadata> R trimmed(R resource) {
        resource.getMetadata().setManagedFields(List.of());
        return resource;
    }
}
