package dev.cooper.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.api.Bucket;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResyncTest {
    private static final int FIRST = 4;
    private static final int MOST = 64;

    private final Map<ResourceID, Bucket> cache = new HashMap<>();
    private final Set<Bucket> fresh = new HashSet<>();
    private final Set<Bucket> unsettled = new HashSet<>();
    private final List<Event> woken = new ArrayList<>();
    private final Resync<Bucket> resync = new Resync<>(
            bucket -> !fresh.contains(bucket),
            bucket -> !unsettled.contains(bucket),
            bucket -> Optional.ofNullable(bucket.getMetadata().getNamespace()),
            id -> Optional.ofNullable(cache.get(id)));

    @BeforeEach
    void listen() {
        resync.setEventHandler(woken::add);
    }

    private Bucket bucket(String store, String name) {
        Bucket bucket = new Bucket();
        bucket.setMetadata(
                new ObjectMetaBuilder().withNamespace(store).withName(name).build());
        cache.put(ResourceID.fromResource(bucket), bucket);
        return bucket;
    }

    private List<Bucket> add(String store, int count) {
        List<Bucket> buckets = IntStream.range(0, count)
                .mapToObj(i -> bucket(store, store + "-" + i))
                .toList();
        buckets.forEach(bucket -> assertThat(resync.isDueAtOnce(bucket)).isFalse());
        return buckets;
    }

    private long wokenOf(String store) {
        return woken.stream()
                .filter(event -> event.getRelatedCustomResourceID()
                        .getNamespace()
                        .orElseThrow()
                        .equals(store))
                .count();
    }

    private void reconcileWoken() {
        List<Event> now = List.copyOf(woken);
        woken.clear();
        now.forEach(event -> reconcile(Objects.requireNonNull(cache.get(event.getRelatedCustomResourceID()))));
    }

    private void reconcile(Bucket bucket) {
        assertThat(resync.<String>reconcile(bucket, () -> "done")).isEqualTo("done");
    }

    private void assertWoken(List<Bucket> buckets) {
        assertThat(woken)
                .extracting(Event::getRelatedCustomResourceID)
                .containsExactlyElementsOf(
                        buckets.stream().map(ResourceID::fromResource).toList());
    }

    @Test
    void whatIsNewOrIsToGoIsDueAtOnce() {
        Bucket added = bucket("rgw", "new");
        fresh.add(added);
        Bucket going = bucket("rgw", "going");
        going.getMetadata().setDeletionTimestamp("2026-11-27T00:00:00Z");
        resync.start();

        assertThat(resync.isDueAtOnce(added)).isTrue();
        assertThat(resync.isDueAtOnce(going)).isTrue();
        assertThat(woken).isEmpty();
    }

    @Test
    void eachIsWokenOnceByAnEventThatItsControllerHeeds() {
        add("rgw", 1_000);
        assertThat(woken).as("before the start").isEmpty();
        resync.start();
        Set<ResourceID> all = new HashSet<>();
        while (!woken.isEmpty()) {
            assertThat(woken).hasOnlyElementsOfType(ResourceEvent.class).allSatisfy(event -> assertThat(
                            all.add(event.getRelatedCustomResourceID()))
                    .isTrue());
            reconcileWoken();
        }
        assertThat(all).isEqualTo(cache.keySet());
    }

    @Test
    void fewAreUnderWayAtFirstAndManyLater() {
        add("rgw", 1_000);
        resync.start();
        assertThat(woken).hasSize(FIRST);

        int most = 0;
        while (!woken.isEmpty()) {
            most = Math.max(most, woken.size());
            reconcileWoken();
        }
        assertThat(most).isEqualTo(MOST);
    }

    @Test
    void aStoreThatHangsHoldsUpNoOther() {
        add("dead", 100);
        add("healthy", 100);
        resync.start();
        assertThat(wokenOf("dead")).isEqualTo(FIRST);

        int healthy = 0;
        for (long now = wokenOf("healthy"); now > 0; now = wokenOf("healthy")) {
            healthy += (int) now;
            woken.removeIf(
                    event -> event.getRelatedCustomResourceID().getNamespace().equals(Optional.of("dead")));
            reconcileWoken();
        }
        assertThat(healthy).isEqualTo(100);
    }

    @Test
    void whatWasReconciledForAnotherReasonIsNotComparedAgain() {
        List<Bucket> buckets = add("rgw", FIRST + 1);
        reconcile(buckets.getLast());

        resync.start();
        reconcileWoken();

        assertThat(woken).isEmpty();
    }

    @Test
    void whatIsGoneMeanwhileHoldsUpNoOther() {
        List<Bucket> buckets = add("rgw", 2 * FIRST);
        buckets.stream().limit(FIRST).map(ResourceID::fromResource).forEach(cache::remove);

        resync.start();

        assertWoken(buckets.stream().skip(FIRST).toList());
    }

    @Test
    void whatGoesAsItIsWokenHoldsUpNoOther() {
        List<Bucket> buckets = add("rgw", 2 * FIRST);
        resync.setEventHandler(event -> {
            woken.add(event);
            if (woken.size() <= FIRST) {
                cache.remove(event.getRelatedCustomResourceID());
            }
        });

        resync.start();

        assertWoken(buckets);
    }

    @Test
    void whatIsNotAsItShouldBeGoesBeforeTheOthers() {
        List<Bucket> settled = add("rgw", FIRST);
        Bucket failing = bucket("rgw", "failing");
        unsettled.add(failing);
        assertThat(resync.isDueAtOnce(failing)).isFalse();

        resync.start();

        assertWoken(Stream.concat(Stream.of(failing), settled.stream().limit(FIRST - 1))
                .toList());
    }

    @Test
    void whatIsQueuedWhileItIsReconciledIsReconciledOnceMore() {
        Bucket bucket = bucket("rgw", "photos");
        resync.start();

        resync.<String>reconcile(bucket, () -> {
            resync.queue(bucket);
            return "done";
        });
        assertWoken(List.of(bucket));
        reconcileWoken();

        assertThat(woken).isEmpty();
    }

    @Test
    void aReconciliationThatFailsMakesRoomForTheNext() {
        List<Bucket> buckets = add("rgw", FIRST + 1);
        resync.start();

        assertThatThrownBy(() -> resync.<String>reconcile(buckets.getFirst(), () -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertWoken(buckets);
    }

    @Test
    void whatComesLaterIsComparedToo() {
        resync.start();

        add("rgw", 1);

        assertThat(woken).hasSize(1);
    }
}
