package dev.cooper.reconcile;

import dev.cooper.api.AccessKey;
import dev.cooper.api.AccessKeyStatus;
import dev.cooper.api.Bucket;
import dev.cooper.api.BucketPolicy;
import dev.cooper.api.BucketStatus;
import dev.cooper.api.ObjectReference;
import dev.cooper.api.ObjectStore;
import dev.cooper.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How resources are doing, read from the controllers' caches whenever Prometheus asks and kept nowhere. A Collector and
 * no meters of Micrometer, since resources come and go and meters would have to follow them.
 */
public final class ResourceMetrics extends Collector {
    /** The reason of a resource that no reconciliation has spoken of yet. */
    private static final String PENDING = "Pending";

    private final CachedResources resources;

    public ResourceMetrics(CachedResources resources) {
        this.resources = resources;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        return Stream.of(Stream.of(readiness()), usage(), keys())
                .flatMap(families -> families)
                .toList();
    }

    private record State(String kind, String namespace, String store, boolean ready, String reason) {
        static State of(HasMetadata resource, @Nullable String store, @Nullable List<Condition> conditions) {
            String reason = Conditions.reason(conditions);
            return new State(
                    resource.getKind(),
                    Objects.requireNonNullElse(resource.getMetadata().getNamespace(), ""),
                    Objects.requireNonNullElse(store, ""),
                    Conditions.isReady(conditions),
                    reason.isEmpty() ? PENDING : reason);
        }

        List<String> labels() {
            return List.of(kind, namespace, store, String.valueOf(ready), reason);
        }
    }

    private MetricFamilySamples readiness() {
        GaugeMetricFamily family = new GaugeMetricFamily(
                "cooper_resources",
                "Resources in the API server, by what their Ready condition says",
                List.of("kind", "namespace", "store", "ready", "reason"));
        Map<State, Long> states = Stream.of(
                        resources.all(ObjectStore.class).map(ResourceMetrics::state),
                        resources.all(Bucket.class).map(ResourceMetrics::state),
                        resources.all(AccessKey.class).map(ResourceMetrics::state),
                        resources.all(BucketPolicy.class).map(ResourceMetrics::state))
                .flatMap(kind -> kind)
                .collect(Collectors.groupingBy(state -> state, Collectors.counting()));
        states.forEach((state, number) -> family.addMetric(state.labels(), number));
        return family;
    }

    private static State state(ObjectStore store) {
        return State.of(
                store,
                store.getMetadata().getName(),
                store.getStatus() == null ? null : store.getStatus().conditions());
    }

    private static State state(Bucket bucket) {
        BucketStatus status = Objects.requireNonNullElse(bucket.getStatus(), BucketStatus.EMPTY);
        return State.of(
                bucket,
                ObjectReference.nameInForce(status.storeName(), bucket.getSpec().storeRef()),
                status.conditions());
    }

    private static State state(AccessKey key) {
        AccessKeyStatus status = key.statusOrEmpty();
        return State.of(
                key,
                ObjectReference.nameInForce(status.storeName(), key.getSpec().storeRef()),
                status.conditions());
    }

    /** A BucketPolicy names a Bucket, and only through it a store. */
    private static State state(BucketPolicy policy) {
        return State.of(
                policy,
                null,
                policy.getStatus() == null ? null : policy.getStatus().conditions());
    }

    private Stream<MetricFamilySamples> usage() {
        List<String> labels = List.of("namespace", "name", "store");
        GaugeMetricFamily bytes = new GaugeMetricFamily(
                "cooper_bucket_usage_bytes", "Size of all objects of a bucket, where its store tells", labels);
        GaugeMetricFamily objects = new GaugeMetricFamily(
                "cooper_bucket_usage_objects", "Number of objects in a bucket, where its store tells", labels);
        resources.all(Bucket.class).forEach(bucket -> {
            BucketStatus status = bucket.getStatus();
            if (status != null && status.usage() != null) {
                List<String> values = named(bucket, status.storeName());
                bytes.addMetric(values, (double) status.usage().bytes());
                objects.addMetric(values, (double) status.usage().objects());
            }
        });
        return Stream.of(bytes, objects);
    }

    private Stream<MetricFamilySamples> keys() {
        List<String> labels = List.of("namespace", "name", "store");
        GaugeMetricFamily issued = new GaugeMetricFamily(
                "cooper_accesskey_issued_timestamp_seconds",
                "When the key in the Secret was issued, Unix time",
                labels);
        GaugeMetricFamily rotation = new GaugeMetricFamily(
                "cooper_accesskey_rotation_timestamp_seconds",
                "When the next key is due, Unix time; absent when no time is set for that",
                labels);
        GaugeMetricFamily expiry = new GaugeMetricFamily(
                "cooper_accesskey_expiry_timestamp_seconds",
                "When the key in the Secret ends by itself, Unix time; absent for keys that do not",
                labels);
        resources.all(AccessKey.class).forEach(key -> {
            AccessKeyStatus status = key.statusOrEmpty();
            List<String> values = named(key, status.storeName());
            add(issued, values, status.issuedAt());
            add(rotation, values, status.nextRotation());
            add(expiry, values, status.expiresAt());
        });
        return Stream.of(issued, rotation, expiry);
    }

    private static List<String> named(HasMetadata resource, @Nullable String store) {
        return List.of(
                resource.getMetadata().getNamespace(),
                resource.getMetadata().getName(),
                Objects.requireNonNullElse(store, ""));
    }

    private static void add(GaugeMetricFamily family, List<String> labels, @Nullable String time) {
        if (time != null) {
            family.addMetric(labels, (double) Instant.parse(time).getEpochSecond());
        }
    }
}
