package dev.cooper.reconcile.bucket;

import dev.cooper.api.Bucket;
import dev.cooper.api.ManagementPolicy;
import dev.cooper.port.Failure;
import dev.cooper.port.StoreException;
import dev.cooper.reconcile.StoreResolver;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Decides which of several Bucket resources holds a bucket, from the cache alone. */
final class Claims {
    private static final String BY_BUCKET_NAME = "bucketName";

    private final IndexerResourceCache<Bucket> cache;
    private final StoreResolver stores;

    Claims(IndexerResourceCache<Bucket> cache, StoreResolver stores) {
        this.cache = cache;
        this.stores = stores;
        cache.addIndexer(BY_BUCKET_NAME, bucket -> List.of(bucket.bucketName()));
    }

    /**
     * Passes only the holder: the resource with a recorded claim, or else the oldest.
     *
     * @param store name of the ObjectStore that {@code bucket} is on
     */
    void requireHolder(Bucket bucket, String store) {
        rivals(bucket)
                .filter(rival -> stores.sameBuckets(store, storeOf(rival)))
                .filter(Claims::wantsToHold)
                .filter(rival -> PRECEDENCE.compare(rival, bucket) < 0)
                .findFirst()
                .ifPresent(holder -> {
                    throw new StoreException(new Failure.ClaimedByAnother(
                            bucket.bucketName(),
                            holder.getMetadata().getNamespace() + "/"
                                    + holder.getMetadata().getName()));
                });
    }

    /** Resources that may take the bucket over once {@code gone} is gone. */
    List<ResourceID> waitingFor(Bucket gone) {
        return rivals(gone).map(ResourceID::fromResource).toList();
    }

    private Stream<Bucket> rivals(Bucket bucket) {
        return cache.byIndex(BY_BUCKET_NAME, bucket.bucketName()).stream()
                .filter(other -> !Objects.equals(
                        other.getMetadata().getUid(), bucket.getMetadata().getUid()));
    }

    private static final Comparator<Bucket> PRECEDENCE = Comparator.<Bucket, Boolean>comparing(bucket -> !holds(bucket))
            .thenComparing(
                    bucket -> Objects.requireNonNullElse(bucket.getMetadata().getCreationTimestamp(), ""))
            .thenComparing(bucket -> bucket.getMetadata().getUid());

    /** A resource that only observes leaves the bucket to others, unless it held it before. */
    private static boolean wantsToHold(Bucket bucket) {
        return bucket.getSpec().managementPolicy() == ManagementPolicy.Manage || holds(bucket);
    }

    private static boolean holds(Bucket bucket) {
        return bucket.getStatus() != null
                && bucket.getStatus().claim() != null
                && Objects.equals(
                        bucket.getStatus().claim().uid(), bucket.getMetadata().getUid());
    }

    private static String storeOf(Bucket bucket) {
        if (bucket.getSpec().storeRef() != null) {
            return bucket.getSpec().storeRef().name();
        }
        return bucket.getStatus() == null
                ? ""
                : Objects.requireNonNullElse(bucket.getStatus().storeName(), "");
    }
}
