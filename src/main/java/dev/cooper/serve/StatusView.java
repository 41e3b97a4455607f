package dev.cooper.serve;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cooper.api.AccessKey;
import dev.cooper.api.AccessKeyStatus;
import dev.cooper.api.Bucket;
import dev.cooper.api.BucketStatus;
import dev.cooper.api.ObjectReference;
import dev.cooper.api.ObjectStore;
import dev.cooper.api.ObjectStoreStatus;
import dev.cooper.status.Health;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the status page shows to one person.
 *
 * @param user whom the API server takes the person for
 * @param at when this was so, RFC 3339; the page reckons times from it
 * @param namespaces those of which the person may see something; null for all
 * @param leftOut whether there are more namespaces than were asked about
 * @param stores null where the person may not list ObjectStores
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StatusView(
        String user,
        String at,
        @Nullable List<String> namespaces,
        boolean leftOut,
        @Nullable List<Store> stores,
        List<BucketRow> buckets,
        List<Key> keys) {

    /**
     * How a resource is doing.
     *
     * @param reason of the condition that says most, one of the documented reasons
     * @param message its sentence, which says what to do
     * @param since when that condition came to be
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Condensed(
            Health.State health,
            String reason,
            String message,
            @Nullable String since) {

        static Condensed of(HasMetadata resource, @Nullable List<Condition> conditions) {
            Health health = Health.of(conditions, resource.getMetadata().getGeneration());
            Condition condition = health.condition();
            return condition == null
                    ? new Condensed(health.state(), "Pending", "Cooper has not looked at it yet.", null)
                    : new Condensed(
                            health.state(),
                            condition.getReason(),
                            condition.getMessage(),
                            condition.getLastTransitionTime());
        }
    }

    /** An ObjectStore. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Store(
            String name,
            String provider,
            boolean defaultStore,
            @Nullable String endpoint,
            @Nullable String region,
            @Nullable String accountID,
            Map<String, String> capabilities,
            Condensed condition) {

        static Store of(ObjectStore store) {
            ObjectStoreStatus status = Objects.requireNonNullElse(store.getStatus(), ObjectStoreStatus.EMPTY);
            return new Store(
                    store.getMetadata().getName(),
                    store.getSpec().provider().id(),
                    store.getSpec().isDefaultStore(),
                    status.endpoint() == null ? store.getSpec().endpoint() : status.endpoint(),
                    status.region(),
                    status.accountID(),
                    new TreeMap<>(Objects.requireNonNullElse(status.capabilities(), Map.<String, String>of())),
                    Condensed.of(store, status.conditions()));
        }
    }

    /** A Bucket. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record BucketRow(
            String namespace,
            String name,
            String bucketName,
            @Nullable String store,
            String managementPolicy,
            String deletionPolicy,
            BucketStatus.@Nullable Usage usage,
            List<BucketStatus.PlannedChange> plan,
            Condensed condition) {

        static BucketRow of(Bucket bucket) {
            BucketStatus status = Objects.requireNonNullElse(bucket.getStatus(), BucketStatus.EMPTY);
            return new BucketRow(
                    bucket.getMetadata().getNamespace(),
                    bucket.getMetadata().getName(),
                    bucket.bucketName(),
                    ObjectReference.nameInForce(
                            status.storeName(), bucket.getSpec().storeRef()),
                    String.valueOf(bucket.getSpec().managementPolicy()),
                    String.valueOf(bucket.getSpec().deletionPolicy()),
                    status.usage(),
                    Objects.requireNonNullElse(status.plannedChanges(), List.of()),
                    Condensed.of(bucket, status.conditions()));
        }
    }

    /** An AccessKey. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Key(
            String namespace,
            String name,
            @Nullable String store,
            @Nullable String source,
            String secret,
            @Nullable String keyID,
            @Nullable String issuedAt,
            @Nullable String nextRotation,
            @Nullable String expiresAt,
            @Nullable String previousKeyRetiresAt,
            Condensed condition) {

        static Key of(AccessKey key) {
            AccessKeyStatus status = key.statusOrEmpty();
            return new Key(
                    key.getMetadata().getNamespace(),
                    key.getMetadata().getName(),
                    ObjectReference.nameInForce(
                            status.storeName(), key.getSpec().storeRef()),
                    status.source() == null ? null : status.source().name(),
                    key.getSpec().secret().name(),
                    status.keyID(),
                    status.issuedAt(),
                    status.nextRotation(),
                    status.expiresAt(),
                    status.previousKeyRetiresAt(),
                    Condensed.of(key, status.conditions()));
        }
    }
}
