package dev.cooper.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.Bucket;
import dev.cooper.api.ObjectStore;
import dev.cooper.api.ObjectStoreStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom a change of an ObjectStore has looked at again. */
class StoreEventsTest {
    private static final String WAITING = "waiting";

    private final SharedCache<ObjectStore> stores = new SharedCache<>(ObjectStore.class);
    private final Indexed buckets = new Indexed();
    private final List<String> woken = new ArrayList<>();
    private final Resync<Bucket> resync =
            new Resync<>(_ -> true, StoreEventsTest::isReady, StoreEventsTest::store, buckets::get);

    /** Two Ready ones and one that is not, of one store; one Ready of another; one that waits for a default store. */
    @BeforeEach
    void listen() {
        buckets.add("ready-1", "rgw");
        buckets.add("ready-2", "rgw");
        buckets.add(WAITING, "rgw");
        buckets.add("elsewhere", "minio");
        buckets.add(WAITING + "-for-any", null);
        resync.setEventHandler(this::reconcile);
        resync.start();
        EventSource<ObjectStore, Bucket> source = new StoreEvents<>(
                        buckets,
                        stores,
                        StoreEventsTest::store,
                        StoreEventsTest::isReady,
                        new StoreUsers(() -> true),
                        resync)
                .source();
        stores.source().start();
        source.start();
    }

    private void reconcile(Event event) {
        Bucket bucket = buckets.get(event.getRelatedCustomResourceID()).orElseThrow();
        woken.add(bucket.getMetadata().getName());
    }

    private static boolean isReady(Bucket bucket) {
        return !bucket.getMetadata().getName().startsWith(WAITING);
    }

    private static Optional<String> store(Bucket bucket) {
        return Optional.ofNullable(bucket.getMetadata().getLabels().get("store"));
    }

    /** The ObjectStore as it is now, with the generation that its status speaks of. */
    private void see(String uid, String version, @Nullable Long inForce) {
        ObjectStore store = new ObjectStore();
        store.setMetadata(new ObjectMetaBuilder()
                .withName("rgw")
                .withUid(uid)
                .withResourceVersion(version)
                .build());
        if (inForce != null) {
            store.setStatus(new ObjectStoreStatus(inForce, null, null, null, null, null, null));
        }
        woken.clear();
        ItemStore<ObjectStore> cache = stores.store();
        cache.put(cache.getKey(store), store);
        assertThat(woken).doesNotHaveDuplicates();
        woken.forEach(name -> resync.<String>reconcile(buckets.named(name), () -> "done"));
    }

    @Test
    void whatIsSeenFirstWakesThoseThatAreNotReady() {
        see("a", "1", 1L);

        assertThat(woken).containsExactlyInAnyOrder(WAITING, WAITING + "-for-any");
    }

    @Test
    void aChangedSpecIsForAllOnceItIsInForce() {
        see("a", "1", 1L);

        see("a", "2", 1L);
        assertThat(woken).as("not in force").containsExactlyInAnyOrder(WAITING, WAITING + "-for-any");

        see("a", "3", 2L);
        assertThat(woken).containsExactlyInAnyOrder("ready-1", "ready-2", WAITING, WAITING + "-for-any");

        see("a", "4", 2L);
        assertThat(woken).as("once").containsExactlyInAnyOrder(WAITING, WAITING + "-for-any");
    }

    @Test
    void aStoreMadeAnewIsForAll() {
        see("a", "1", 1L);
        see("b", "2", null);
        assertThat(woken).as("not in force").containsExactlyInAnyOrder(WAITING, WAITING + "-for-any");

        see("b", "3", 1L);

        assertThat(woken).contains("ready-1", "ready-2");
    }

    private static final class Indexed implements IndexerResourceCache<Bucket> {
        private final Map<ResourceID, Bucket> all = new LinkedHashMap<>();
        private final Map<String, Function<Bucket, List<String>>> indexers = new HashMap<>();

        void add(String name, @Nullable String store) {
            Bucket bucket = new Bucket();
            bucket.setMetadata(new ObjectMetaBuilder()
                    .withNamespace("shop")
                    .withName(name)
                    .withLabels(store == null ? Map.of() : Map.of("store", store))
                    .build());
            all.put(ResourceID.fromResource(bucket), bucket);
        }

        Bucket named(String name) {
            return get(new ResourceID(name, "shop")).orElseThrow();
        }

        @Override
        public void addIndexers(Map<String, Function<Bucket, List<String>>> more) {
            indexers.putAll(more);
        }

        @Override
        public List<Bucket> byIndex(String name, String key) {
            Function<Bucket, List<String>> indexer = Objects.requireNonNull(indexers.get(name));
            return list(bucket -> indexer.apply(bucket).contains(key)).toList();
        }

        @Override
        public Optional<Bucket> get(ResourceID id) {
            return Optional.ofNullable(all.get(id));
        }

        @Override
        public Stream<ResourceID> keys() {
            return all.keySet().stream();
        }

        @Override
        public Stream<Bucket> list(Predicate<Bucket> predicate) {
            return all.values().stream().filter(predicate);
        }

        @Override
        public Stream<Bucket> list(String namespace, Predicate<Bucket> predicate) {
            return list(predicate)
                    .filter(bucket -> bucket.getMetadata().getNamespace().equals(namespace));
        }
    }
}
