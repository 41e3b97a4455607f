package dev.cooper.reconcile.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.api.BucketSpec;
import dev.cooper.api.BucketStatus.Claim;
import dev.cooper.api.Provider;
import dev.cooper.connection.Profiles;
import dev.cooper.plan.BucketFeature;
import dev.cooper.plan.Change;
import dev.cooper.plan.FeatureState;
import dev.cooper.plan.LifecycleFeature;
import dev.cooper.plan.LifecycleState;
import dev.cooper.plan.ObjectLockState;
import dev.cooper.plan.Profile;
import dev.cooper.plan.Refusal;
import dev.cooper.port.BucketPort;
import dev.cooper.port.Failure;
import dev.cooper.port.Presence;
import dev.cooper.port.StoreException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A store that accepts a write and does not keep it must not be written to for ever. */
class ConvergenceTest {
    private static final BucketSpec SPEC =
            Serialization.unmarshal("lifecycle: {rules: [{id: end, expiration: {days: 1}}]}", BucketSpec.class);

    private static final BucketSpec LOCKED = Serialization.unmarshal(
            "objectLock: {enabled: true}\nlifecycle: {rules: [{id: end, expiration: {days: 1}}]}", BucketSpec.class);
    private static final Profile RGW = Profiles.of(Provider.CEPH_RGW);

    private Presence presence = new Presence.Present(Optional.empty());
    private final List<String> writes = new ArrayList<>();
    private final List<Change> found = new ArrayList<>();

    /** Accepts everything and keeps nothing. */
    private final BucketPort forgetful = new BucketPort() {
        @Override
        public List<String> names() {
            return List.of();
        }

        @Override
        public Presence head(String bucket) {
            return presence;
        }

        @Override
        public void create(String bucket) {
            writes.add("create");
        }

        @Override
        public void createWithObjectLock(String bucket) {
            writes.add("create with object lock");
        }

        @Override
        public void delete(String bucket) {
            writes.add("delete");
        }

        @Override
        @SuppressWarnings("unchecked") // the only features of the specs
        public <S extends FeatureState> S observe(String bucket, BucketFeature<S> feature) {
            return (S) (feature == LifecycleFeature.INSTANCE ? LifecycleState.NONE : ObjectLockState.NONE);
        }

        @Override
        public void apply(String bucket, Change change) {
            writes.add(change.summary());
        }

        @Override
        public String accountId() {
            return "account";
        }
    };

    private void run(boolean wasReady, boolean notConverging) {
        new Convergence(forgetful, RGW, "bucket", SPEC)
                .run(
                        new Convergence.Known(Claim.State.Created, wasReady, notConverging),
                        () -> writes.add("intent"),
                        found::addAll);
    }

    @Test
    void aRepairThatIsNotKeptIsToldAfterOneWrite() {
        assertThatThrownBy(() -> run(true, false))
                .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.failure())
                        .isEqualTo(new Failure.NotConverging("spec.lifecycle", "lifecycle rules set to end")));
        assertThat(writes).hasSize(1);
        assertThat(found).extracting(Change::path).containsExactly("spec.lifecycle");
    }

    @Test
    void whatIsKnownNotToConvergeIsNotWrittenAgain() {
        assertThatThrownBy(() -> run(false, true)).isInstanceOf(StoreException.class);
        assertThat(writes).isEmpty();
    }

    @Test
    void aChangedSpecIsTriedOnce() {
        run(false, false);
        assertThat(writes).containsExactly("lifecycle rules set to end");
        assertThat(found).as("a change of the spec is no drift").isEmpty();
    }

    @Test
    void objectLockIsAskedForWhenTheBucketIsCreated() {
        presence = new Presence.Absent();
        new Convergence(forgetful, RGW, "bucket", LOCKED)
                .run(new Convergence.Known(null, false, false), () -> writes.add("intent"), found::addAll);
        assertThat(writes).containsExactly("intent", "create with object lock", "lifecycle rules set to end");
    }

    /** Also not the half of it that is possible. */
    @Test
    void whatABucketThatExistsCannotBecomeIsRefusedBeforeAnythingIsWritten() {
        Convergence.Known known = new Convergence.Known(Claim.State.Created, false, false);
        Convergence convergence = new Convergence(forgetful, RGW, "bucket", LOCKED);
        for (ThrowingCallable attempt : List.<ThrowingCallable>of(
                () -> convergence.run(known, () -> writes.add("intent"), found::addAll),
                () -> convergence.preview(known, false))) {
            assertThatThrownBy(attempt).isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.failure())
                    .isInstanceOfSatisfying(Failure.Refused.class, refused -> assertThat(refused.refusals())
                            .extracting(Refusal::path)
                            .containsExactly("spec.objectLock")));
        }
        assertThat(writes).isEmpty();
    }
}
