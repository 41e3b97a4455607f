package dev.cooper.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cooper.plan.BucketFeature;
import dev.cooper.plan.Change;
import dev.cooper.plan.FeatureState;
import dev.cooper.plan.LifecycleFeature;
import dev.cooper.plan.LifecycleState;
import dev.cooper.port.BucketPort;
import dev.cooper.port.Failure;
import dev.cooper.port.Presence;
import dev.cooper.port.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** No method of a store's buckets goes past its guard. */
class GuardedBucketsTest {
    private static final Map<String, Consumer<BucketPort>> METHODS = Map.of(
            "names", BucketPort::names,
            "head", buckets -> buckets.head("receipts"),
            "create", buckets -> buckets.create("receipts"),
            "createWithObjectLock", buckets -> buckets.createWithObjectLock("receipts"),
            "delete", buckets -> buckets.delete("receipts"),
            "observe", buckets -> buckets.observe("receipts", LifecycleFeature.INSTANCE),
            "apply", buckets -> buckets.apply("receipts", new Change.RemoveLifecycle()),
            "accountId", BucketPort::accountId);

    private final StoreGuard guard = new StoreGuard("rgw", 1, new MovableClock());
    private final Remembering store = new Remembering();
    private final BucketPort guarded = new GuardedBuckets(store, guard, new LearnedLimits(new MovableClock()));

    @Test
    void allMethodsAreNamedHere() {
        assertThat(BucketPort.class.getMethods())
                .extracting(method -> method.getName())
                .containsExactlyInAnyOrderElementsOf(METHODS.keySet());
    }

    @Test
    void anOpenBreakerStopsAll() {
        StoreException outage = new StoreException(new Failure.Unreachable("HeadBucket", "no route to host"));
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> guard.call(() -> {
                        throw outage;
                    }))
                    .isSameAs(outage);
        }
        METHODS.forEach(
                (name, method) -> assertThat(catchThrowableOfType(StoreException.class, () -> method.accept(guarded)))
                        .as(name)
                        .extracting(StoreException::failure)
                        .isEqualTo(new Failure.CircuitOpen("rgw")));
        assertThat(store.calls).isEmpty();
    }

    @Test
    void aClosedOnePassesAllOn() {
        assertThat(guarded.names()).isEmpty();
        assertThat(guarded.head("receipts")).isEqualTo(new Presence.Absent());
        guarded.create("receipts");
        guarded.createWithObjectLock("receipts");
        guarded.delete("receipts");
        assertThat(guarded.observe("receipts", LifecycleFeature.INSTANCE)).isEqualTo(LifecycleState.NONE);
        guarded.apply("receipts", new Change.RemoveLifecycle());
        assertThat(guarded.accountId()).isEqualTo("account");
        assertThat(store.calls)
                .containsExactly(
                        "names",
                        "head receipts",
                        "create receipts",
                        "create receipts with object lock",
                        "delete receipts",
                        "observe receipts lifecycle",
                        "apply receipts lifecycle rules removed",
                        "accountId");
    }

    private static final class Remembering implements BucketPort {
        private final List<String> calls = new ArrayList<>();

        @Override
        public List<String> names() {
            calls.add("names");
            return List.of();
        }

        @Override
        public Presence head(String bucket) {
            calls.add("head " + bucket);
            return new Presence.Absent();
        }

        @Override
        public void create(String bucket) {
            calls.add("create " + bucket);
        }

        @Override
        public void createWithObjectLock(String bucket) {
            calls.add("create " + bucket + " with object lock");
        }

        @Override
        public void delete(String bucket) {
            calls.add("delete " + bucket);
        }

        @Override
        public <S extends FeatureState> S observe(String bucket, BucketFeature<S> feature) {
            calls.add("observe " + bucket + " " + feature.key());
            @SuppressWarnings("unchecked") // asked for lifecycle only
            S state = (S) LifecycleState.NONE;
            return state;
        }

        @Override
        public void apply(String bucket, Change change) {
            calls.add("apply " + bucket + " " + change.summary());
        }

        @Override
        public String accountId() {
            calls.add("accountId");
            return "account";
        }
    }
}
