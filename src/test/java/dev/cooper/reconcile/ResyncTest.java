package dev.cooper.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.api.Bucket;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResyncTest {
    private static final int FIRST = 4;
    private static final int MOST = 64;

    private final SharedCache<Bucket> cache = new SharedCache<>(Bucket.class);
    private final ItemStore<Bucket> store = cache.store();
    private final Leadership leadership = new Leadership(false);
    private final Set<String> fresh = new HashSet<>();
    private final Set<String> unsettled = new HashSet<>();
    private final List<Event> woken = new ArrayList<>();
    private final Resync<Bucket> resync = new Resync<>(
            bucket -> !fresh.contains(bucket.getMetadata().getName()),
            bucket -> !unsettled.contains(bucket.getMetadata().getName()),
            bucket -> Optional.ofNullable(bucket.getMetadata().getNamespace()),
            cache,
            leadership);

    @BeforeEach
    void listen() {
        resync.setEventHandler(woken::add);
    }

    private void start() {
        resync.start();
        leadership.begin();
    }

    /** As the controller's informer does before it asks whether a resource is due. */
    private Bucket put(String namespace, String name) {
        Bucket bucket = new Bucket();
        bucket.setMetadata(
                new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
        store.put(store.getKey(bucket), bucket);
        return bucket;
    }

    private List<Bucket> add(String namespace, int count) {
        List<Bucket> buckets = IntStream.range(0, count)
                .mapToObj(i -> put(namespace, "%s-%04d".formatted(namespace, i)))
                .toList();
        assertThat(buckets).noneMatch(resync::isDueAtOnce);
        return buckets;
    }

    private long wokenOf(String namespace) {
        return woken.stream()
                .filter(event -> event.getRelatedCustomResourceID()
                        .getNamespace()
                        .orElseThrow()
                        .equals(namespace))
                .count();
    }

    private void reconcileWoken() {
        List<Event> now = List.copyOf(woken);
        woken.clear();
        now.forEach(
                event -> reconcile(cache.get(event.getRelatedCustomResourceID()).orElseThrow()));
    }

    private void reconcile(Bucket bucket) {
        assertThat(resync.<String>reconcile(bucket, () -> "done")).isEqualTo("done");
    }

    private void delete(Bucket bucket) {
        store.remove(store.getKey(bucket));
        resync.onResourceDeleted(bucket);
    }

    private static List<ResourceID> ids(Stream<Bucket> buckets) {
        return buckets.map(ResourceID::fromResource).toList();
    }

    private static boolean isIn(List<ResourceID> some, Bucket bucket) {
        return some.contains(ResourceID.fromResource(bucket));
    }

    private List<ResourceID> woken() {
        return woken.stream().map(Event::getRelatedCustomResourceID).toList();
    }

    @Test
    void whatIsNewOrIsToGoIsDueAtOnce() {
        Bucket before = put("rgw", "before");
        fresh.add("before");
        start();
        assertThat(woken()).as("was there at the start").isEqualTo(ids(Stream.of(before)));

        fresh.add("after");
        assertThat(resync.isDueAtOnce(put("rgw", "after"))).isTrue();
        Bucket going = put("rgw", "going");
        going.getMetadata().setDeletionTimestamp("2026-11-27T00:00:00Z");
        assertThat(resync.isDueAtOnce(going)).isTrue();
        assertThat(woken).hasSize(1);
    }

    @Test
    void eachIsWokenOnceByAnEventThatItsControllerHeeds() {
        List<Bucket> buckets = add("rgw", 1_000);
        assertThat(woken).as("before the start").isEmpty();
        start();
        Set<ResourceID> all = new HashSet<>();
        while (!woken.isEmpty()) {
            assertThat(woken).allSatisfy(event -> {
                assertThat(event).isInstanceOfSatisfying(ResourceEvent.class, of -> assertThat(of.getAction())
                        .isEqualTo(ResourceAction.ADDED));
                assertThat(all.add(event.getRelatedCustomResourceID())).isTrue();
            });
            reconcileWoken();
        }
        assertThat(all).containsExactlyInAnyOrderElementsOf(ids(buckets.stream()));
    }

    @Test
    void aProcessThatMustNotWorkYetWakesNobodyAndLooksThenAtWhatIsThere() {
        resync.start();
        unsettled.addAll(List.of("mended", "gone"));
        fresh.add("new");
        assertThat(resync.isDueAtOnce(put("rgw", "mended"))).isFalse();
        assertThat(resync.isDueAtOnce(put("rgw", "new"))).isFalse();
        Bucket gone = put("rgw", "gone");
        assertThat(resync.isDueAtOnce(gone)).isFalse();
        resync.queue(Stream.of(gone));
        delete(gone);
        assertThat(woken).isEmpty();

        leadership.begin();

        assertThat(woken()).extracting(ResourceID::getName).containsExactlyInAnyOrder("new", "mended");
    }

    @Test
    void moreAreUnderWayAsTheyEnd() {
        add("rgw", 1_000);
        start();
        assertThat(woken).hasSize(FIRST);

        List<Integer> sizes = new ArrayList<>();
        while (!woken.isEmpty()) {
            sizes.add(woken.size());
            reconcileWoken();
        }
        assertThat(sizes).startsWith(FIRST, FIRST + 1, FIRST + 2).contains(MOST).allMatch(size -> size <= MOST);
    }

    @Test
    void aStoreThatHangsHoldsUpNoOther() {
        add("dead", 100);
        add("healthy", 100);
        start();
        assertThat(wokenOf("dead")).isEqualTo(FIRST);
        woken.removeIf(
                event -> event.getRelatedCustomResourceID().getNamespace().equals(Optional.of("dead")));

        int healthy = 0;
        while (!woken.isEmpty()) {
            assertThat(wokenOf("dead")).isZero();
            healthy += woken.size();
            reconcileWoken();
        }
        assertThat(healthy).isEqualTo(100);
    }

    @Test
    void whatWasReconciledForAnotherReasonIsNotComparedAgain() {
        List<Bucket> buckets = add("rgw", 2 * FIRST);
        start();
        List<ResourceID> first = woken();

        buckets.stream().filter(bucket -> !isIn(first, bucket)).forEach(this::reconcile);
        reconcileWoken();

        assertThat(woken).isEmpty();
    }

    @Test
    void whatIsDeletedMakesRoomAlsoIfItIsNeverReconciled() {
        List<Bucket> buckets = add("rgw", 3 * FIRST);
        start();
        List<ResourceID> first = woken();
        woken.clear();

        buckets.stream().filter(bucket -> isIn(first, bucket)).forEach(this::delete);

        assertThat(woken).hasSize(FIRST).doesNotHaveDuplicates();
        assertThat(woken()).doesNotContainAnyElementsOf(first);
    }

    @Test
    void whatIsDeletedWhileItWaitsIsNotWoken() {
        List<Bucket> buckets = add("rgw", FIRST + 2);
        start();
        List<ResourceID> first = woken();
        List<Bucket> waiting =
                buckets.stream().filter(bucket -> !isIn(first, bucket)).toList();
        delete(waiting.getFirst());
        store.remove(store.getKey(waiting.getLast())); // and the controller has not heard of it

        reconcileWoken();

        assertThat(woken).isEmpty();
    }

    @Test
    void whatIsNotAsItShouldBeGoesBeforeMostOthers() {
        add("rgw", 100);
        unsettled.addAll(IntStream.range(50, 60).mapToObj("rgw-%04d"::formatted).toList());
        start();

        List<String> order = new ArrayList<>();
        while (!woken.isEmpty()) {
            woken().stream().map(ResourceID::getName).forEach(order::add);
            reconcileWoken();
        }

        assertThat(order).hasSize(100).doesNotHaveDuplicates();
        assertThat(order.subList(0, 13)).as("and one settled of four").containsAll(unsettled);
    }

    @Test
    void whoWaitsKeepsThePlaceWhenItIsQueuedAgain() {
        List<Bucket> all = add("rgw", 2 * FIRST);
        start();
        List<ResourceID> first = woken();
        List<Bucket> again = all.stream().filter(bucket -> isIn(first, bucket)).toList();
        woken.clear();

        resync.queue(again.stream());
        resync.queue(all.stream());
        again.forEach(this::reconcile);

        assertThat(woken()).hasSizeGreaterThanOrEqualTo(FIRST).doesNotContainAnyElementsOf(first);
    }

    @Test
    void whatIsQueuedWhileItIsReconciledIsReconciledOnceMore() {
        start();
        Bucket bucket = put("rgw", "photos");

        resync.<String>reconcile(bucket, () -> {
            resync.queue(Stream.of(bucket));
            return "done";
        });
        assertThat(woken()).isEqualTo(ids(Stream.of(bucket)));
        reconcileWoken();

        assertThat(woken).isEmpty();
    }

    @Test
    void aReconciliationThatFailsMakesRoomForTheNext() {
        add("rgw", FIRST + 1);
        start();
        Bucket bucket = cache.get(woken().getFirst()).orElseThrow();

        assertThatThrownBy(() -> resync.<String>reconcile(bucket, () -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(woken).hasSize(FIRST + 1);
    }

    @Test
    void whatComesLaterIsComparedToo() {
        start();

        add("rgw", 1);

        assertThat(woken).hasSize(1);
    }
}
