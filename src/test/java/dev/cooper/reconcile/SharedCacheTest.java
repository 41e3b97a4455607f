package dev.cooper.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.api.Bucket;
import dev.cooper.api.BucketPolicy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** One cache of a kind for all controllers: what it wakes whom for, and what is found by then. */
class SharedCacheTest {
    private static final ResourceID PHOTOS = new ResourceID("photos", "shop");

    private final SharedCache<Bucket> cache = new SharedCache<>(Bucket.class);
    private final ItemStore<Bucket> store = cache.store();
    private final List<String> woken = new ArrayList<>();

    private static Bucket bucket(String name, String version, String label) {
        Bucket bucket = new Bucket();
        bucket.setMetadata(new ObjectMetaBuilder()
                .withNamespace("shop")
                .withName(name)
                .withResourceVersion(version)
                .addToLabels("of", label)
                .withManagedFields(new ManagedFieldsEntry())
                .build());
        return bucket;
    }

    private static String label(HasMetadata resource) {
        return Objects.requireNonNull(resource.getMetadata().getLabels().get("of"));
    }

    private static ResourceID labelled(HasMetadata resource) {
        return new ResourceID(label(resource), "shop");
    }

    private void put(Bucket bucket) {
        store.put(store.getKey(bucket), bucket);
    }

    private EventSource<Bucket, BucketPolicy> wakeTheLabelled() {
        return wake((updated, old) -> !label(updated).equals(label(old)));
    }

    private EventSource<Bucket, BucketPolicy> wake(BiPredicate<Bucket, Bucket> matters) {
        EventSource<Bucket, BucketPolicy> events = cache.events("buckets", matters, bucket -> Set.of(labelled(bucket)));
        events.setEventHandler(
                (Event event) -> woken.add(event.getRelatedCustomResourceID().getName()));
        return events;
    }

    private void fill() {
        cache.source().start();
    }

    @Test
    void keepsNoManagedFields() {
        put(bucket("photos", "1", "a"));

        assertThat(cache.get(PHOTOS).orElseThrow().getMetadata().getManagedFields())
                .isEmpty();
        assertThat(cache.list()).hasSize(1);
        assertThat(cache.get(new ResourceID("photos", "other"))).isEmpty();
    }

    @Test
    void wakesForWhatComesMattersAndGoes() {
        fill();
        wakeTheLabelled().start();

        put(bucket("photos", "1", "a"));
        put(bucket("photos", "2", "a"));
        put(bucket("photos", "3", "b"));
        store.remove("shop/photos");
        store.remove("shop/photos");

        assertThat(woken).containsExactly("a", "b", "b");
    }

    @Test
    void aListThatTellsTheSameAgainWakesNobody() {
        fill();
        wake((_, _) -> true).start();

        put(bucket("photos", "1", "a"));
        put(bucket("photos", "1", "a"));

        assertThat(woken).containsExactly("a");
    }

    /** Until then it has no cache of its own in which it could look up whom to wake. */
    @Test
    void anotherControllerIsAskedNothingBeforeItsStartAndThenAboutAllThatIsThere() {
        List<String> asked = new ArrayList<>();
        EventSource<Bucket, BucketPolicy> events = cache.events("buckets", (_, _) -> true, bucket -> {
            asked.add(label(bucket));
            return Set.of(labelled(bucket));
        });
        events.setEventHandler(
                (Event event) -> woken.add(event.getRelatedCustomResourceID().getName()));
        put(bucket("photos", "1", "a"));
        put(bucket("videos", "2", "b"));
        store.remove("shop/photos");
        fill();
        assertThat(asked).isEmpty();

        events.start();

        assertThat(asked).containsExactly("b");
        assertThat(woken).containsExactly("b");
    }

    @Test
    void whoIsWokenFindsWhatPointsAtIt() {
        Function<ResourceID, Stream<Bucket>> pointing = cache.pointingAt(SharedCacheTest::labelled);
        List<List<String>> found = new ArrayList<>();
        fill();
        EventSource<Bucket, BucketPolicy> events = wake((_, _) -> true);
        events.setEventHandler((Event event) -> found.add(pointing.apply(event.getRelatedCustomResourceID())
                .map(bucket -> bucket.getMetadata().getName())
                .sorted()
                .toList()));
        events.start();

        put(bucket("photos", "1", "a"));
        put(bucket("videos", "2", "a"));
        store.remove("shop/photos");
        put(bucket("videos", "3", "b"));

        assertThat(found)
                .containsExactly(List.of("photos"), List.of("photos", "videos"), List.of("videos"), List.of("videos"));
        assertThat(pointing.apply(new ResourceID("a", "shop"))).isEmpty();
    }

    @Test
    void anotherControllerStartsOnceTheCacheIsFilled() {
        EventSource<Bucket, BucketPolicy> events = wakeTheLabelled();

        CompletableFuture<Void> start = CompletableFuture.runAsync(events::start);
        Awaitility.await().during(Duration.ofMillis(50)).until(() -> !start.isDone());
        fill();

        assertThat(start).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void anotherControllerDoesNotWaitForACacheThatCannotBeFilled() {
        EventSource<Bucket, BucketPolicy> events = wakeTheLabelled();

        cache.fail(new IllegalStateException("no such kind"));

        assertThatThrownBy(events::start).hasRootCauseMessage("no such kind");
    }
}
