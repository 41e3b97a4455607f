package dev.cooper.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.Bucket;
import dev.cooper.api.ObjectStore;
import dev.cooper.api.ObjectStoreStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom a change of an ObjectStore has looked at again. */
class StoreEventsTest {
    private static final String WAITING = "waiting";
    private static final String[] ALL = {
        "ready-0", "ready-1", "ready-2", "ready-3", "ready-4", "ready-5", WAITING, WAITING + "-for-any"
    };
    private static final String[] NOT_READY = {WAITING, WAITING + "-for-any"};

    private final SharedCache<ObjectStore> stores = new SharedCache<>(ObjectStore.class);
    private final SharedCache<Bucket> cache = new SharedCache<>(Bucket.class);
    private final Indexed buckets = new Indexed(cache);
    private final Queue<String> woken = new ArrayDeque<>();
    private final Resync<Bucket> resync =
            new Resync<>(_ -> true, StoreEventsTest::isReady, StoreEventsTest::store, cache, new Leadership(true));

    /** Six Ready ones and one that is not, of one store; one Ready of another; one that waits for a default store. */
    @BeforeEach
    void listen() {
        resync.setEventHandler(
                event -> woken.add(event.getRelatedCustomResourceID().getName()));
        resync.start();
        IntStream.range(0, 6).forEach(i -> buckets.add("ready-" + i, "rgw"));
        buckets.add(WAITING, "rgw");
        buckets.add("elsewhere", "minio");
        buckets.add(WAITING + "-for-any", null);
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

    private static boolean isReady(Bucket bucket) {
        return !bucket.getMetadata().getName().startsWith(WAITING);
    }

    private static Optional<String> store(Bucket bucket) {
        return Optional.ofNullable(bucket.getMetadata().getLabels().get("store"));
    }

    /** Who is reconciled, in order, because the ObjectStore is seen so; it is Ready for the observed generation or not. */
    private List<String> see(String uid, String version, long generation, boolean ready) {
        ObjectStore store = new ObjectStore();
        store.setMetadata(new ObjectMetaBuilder()
                .withName("rgw")
                .withUid(uid)
                .withResourceVersion(version)
                .withGeneration(generation)
                .build());
        Condition condition = new ConditionBuilder()
                .withType("Ready")
                .withStatus(ready ? "True" : "False")
                .withReason(ready ? "Ready" : "StoreUnreachable")
                .build();
        store.setStatus(new ObjectStoreStatus(generation, List.of(condition), null, null, null, null, null));
        ItemStore<ObjectStore> item = stores.store();
        item.put(item.getKey(store), store);
        assertThat(woken).as("four of the store, and one of none").hasSizeLessThanOrEqualTo(4 + 1);
        List<String> order = new ArrayList<>();
        for (String name = woken.poll(); name != null; name = woken.poll()) {
            order.add(name);
            resync.<String>reconcile(buckets.named(name), () -> "done");
        }
        return order;
    }

    @Test
    void aStoreThatIsReadyWhenItIsFirstSeenWakesThoseThatAreNot() {
        assertThat(see("a", "1", 1, true)).containsExactlyInAnyOrder(NOT_READY);
    }

    @Test
    void aChangedSpecIsForAllOnceAndWhatIsNotReadyComesFirst() {
        see("a", "1", 1, true);
        assertThat(see("a", "2", 1, true)).as("no change").containsExactlyInAnyOrder(NOT_READY);

        List<String> order = see("a", "3", 2, true);
        assertThat(order).containsExactlyInAnyOrder(ALL);
        assertThat(order.subList(0, 2)).contains(WAITING);

        assertThat(see("a", "4", 2, true)).as("once").containsExactlyInAnyOrder(NOT_READY);
    }

    @Test
    void aChangedSpecThatFailsAtFirstIsForAllOnceItIsReady() {
        see("a", "1", 1, true);

        assertThat(see("a", "2", 2, false)).containsExactlyInAnyOrder(NOT_READY);
        assertThat(see("a", "3", 2, true)).containsExactlyInAnyOrder(ALL);
    }

    @Test
    void aStoreThatComesBackIsForThoseThatAreNotReady() {
        see("a", "1", 1, true);

        assertThat(see("a", "2", 1, false)).containsExactlyInAnyOrder(NOT_READY);
        assertThat(see("a", "3", 1, true)).containsExactlyInAnyOrder(NOT_READY);
    }

    @Test
    void aStoreThatWasNotReadyAtTheStartIsForAllOnceItIs() {
        assertThat(see("a", "1", 1, false)).containsExactlyInAnyOrder(NOT_READY);
        assertThat(see("a", "2", 1, true)).containsExactlyInAnyOrder(ALL);
    }

    @Test
    void aStoreMadeAnewIsForAll() {
        see("a", "1", 1, true);

        assertThat(see("b", "2", 1, false)).containsExactlyInAnyOrder(NOT_READY);
        assertThat(see("b", "3", 1, true)).containsExactlyInAnyOrder(ALL);
    }

    @Test
    void aStoreThatIsGoneIsForThoseThatAreNotReady() {
        see("a", "1", 1, true);

        stores.store().remove(stores.store().getKey(stores.list().findFirst().orElseThrow()));

        assertThat(woken).containsExactlyInAnyOrder(NOT_READY);
    }

    /** The cache with indices, as JOSDK gives it to a controller. */
    private record Indexed(SharedCache<Bucket> cache, Map<String, Function<Bucket, List<String>>> indexers)
            implements IndexerResourceCache<Bucket> {
        Indexed(SharedCache<Bucket> cache) {
            this(cache, new HashMap<>());
        }

        void add(String name, @Nullable String store) {
            Bucket bucket = new Bucket();
            bucket.setMetadata(new ObjectMetaBuilder()
                    .withNamespace("shop")
                    .withName(name)
                    .withLabels(store == null ? Map.of() : Map.of("store", store))
                    .build());
            cache.store().put(cache.store().getKey(bucket), bucket);
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
            return cache.get(id);
        }

        @Override
        public Stream<ResourceID> keys() {
            return cache.list().map(ResourceID::fromResource);
        }

        @Override
        public Stream<Bucket> list(Predicate<Bucket> predicate) {
            return cache.list().filter(predicate);
        }

        @Override
        public Stream<Bucket> list(String namespace, Predicate<Bucket> predicate) {
            return list(predicate)
                    .filter(bucket -> bucket.getMetadata().getNamespace().equals(namespace));
        }
    }
}
