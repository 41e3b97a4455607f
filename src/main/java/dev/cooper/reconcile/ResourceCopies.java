package dev.cooper.reconcile;

import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.api.BucketPolicy;
import dev.cooper.api.ObjectStore;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.config.Cloner;

/**
 * What reconciliations get of a cached resource: metadata of their own, and its spec and status, which nobody changes. A
 * copy of all of it, by way of JSON, would be what most reconciliations take most of their time for.
 */
public final class ResourceCopies implements Cloner {
    @Override
    @SuppressWarnings("unchecked") // of the same class
    public <R extends HasMetadata> R clone(R resource) {
        return switch (resource) {
            case Bucket bucket -> (R) copy(bucket, new Bucket());
            case AccessKey key -> (R) copy(key, new AccessKey());
            case BucketPolicy policy -> (R) copy(policy, new BucketPolicy());
            case ObjectStore store -> (R) copy(store, new ObjectStore());
            default -> Serialization.clone(resource);
        };
    }

    private static <S, T, R extends CustomResource<S, T>> R copy(R resource, R copy) {
        copy.setMetadata(new ObjectMetaBuilder(resource.getMetadata()).build());
        copy.setSpec(resource.getSpec());
        copy.setStatus(resource.getStatus());
        return copy;
    }
}
