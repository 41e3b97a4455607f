package dev.cooper.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What caches keep of resources: all but metadata.managedFields, which take most of the room and are never read, and one
 * instance of a resource's version for all caches, since each controller has a cache of its own of what it looks at.
 */
public final class CachedState {
    /** By uid, the version that some cache took last. */
    private static final Map<String, Instance> INSTANCES = new ConcurrentHashMap<>();

    private static final ReferenceQueue<HasMetadata> DROPPED = new ReferenceQueue<>();

    private CachedState() {}

    /** An empty store for one informer. */
    public static <R extends HasMetadata> ItemStore<R> store() {
        return new TransformingItemStore<>(CachedState::shared);
    }

    static <R extends HasMetadata> R shared(R resource) {
        resource.getMetadata().setManagedFields(List.of());
        String uid = resource.getMetadata().getUid();
        if (uid == null) {
            return resource;
        }
        forgetDropped();
        Instance known = INSTANCES.get(uid);
        R same = known == null ? null : known.ifSame(resource);
        if (same == null) {
            INSTANCES.put(uid, new Instance(uid, resource));
            return resource;
        }
        return same;
    }

    private static void forgetDropped() {
        for (Reference<?> dropped = DROPPED.poll(); dropped != null; dropped = DROPPED.poll()) {
            INSTANCES.remove(((Instance) dropped).uid, dropped);
        }
    }

    private static final class Instance extends WeakReference<HasMetadata> {
        private final String uid;

        Instance(String uid, HasMetadata resource) {
            super(resource, DROPPED);
            this.uid = uid;
        }

        @SuppressWarnings("unchecked") // of the same class
        <R extends HasMetadata> @Nullable R ifSame(R other) {
            HasMetadata resource = get();
            return resource != null
                            && resource.getClass() == other.getClass()
                            && Objects.equals(
                                    resource.getMetadata().getResourceVersion(),
                                    other.getMetadata().getResourceVersion())
                    ? (R) resource
                    : null;
        }
    }
}
