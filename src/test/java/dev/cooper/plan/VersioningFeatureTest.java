package dev.cooper.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.BucketSpec;
import dev.cooper.api.VersioningSpec.Status;
import org.junit.jupiter.api.Test;

class VersioningFeatureTest {
    private static final BucketSpec ENABLED = Yaml.spec("versioning: {status: Enabled}");
    private static final BucketSpec SUSPENDED = Yaml.spec("versioning: {status: Suspended}");

    @Test
    void aNewBucketHasNone() {
        assertThat(VersioningFeature.INSTANCE.initial(ENABLED)).contains(VersioningState.NONE);
    }

    @Test
    void aNewBucketWithObjectLockIsVersioned() {
        BucketSpec locked = Yaml.spec("{versioning: {status: Enabled}, objectLock: {enabled: true}}");
        assertThat(VersioningFeature.INSTANCE.initial(locked))
                .hasValueSatisfying(state -> assertThat(VersioningFeature.INSTANCE.diff(locked, state))
                        .isEmpty());
    }

    @Test
    void equalIsLeftAlone() {
        assertThat(VersioningFeature.INSTANCE.diff(ENABLED, new VersioningState("Enabled")))
                .isEmpty();
        assertThat(VersioningFeature.INSTANCE.diff(SUSPENDED, new VersioningState("Suspended")))
                .isEmpty();
    }

    @Test
    void aBucketThatNeverWasVersionedCountsAsSuspended() {
        assertThat(VersioningFeature.INSTANCE.diff(SUSPENDED, VersioningState.NONE))
                .isEmpty();
    }

    @Test
    void differencesAreSet() {
        assertThat(VersioningFeature.INSTANCE.diff(ENABLED, VersioningState.NONE))
                .containsExactly(new Change.SetVersioning(Status.Enabled));
        assertThat(VersioningFeature.INSTANCE.diff(ENABLED, new VersioningState("Suspended")))
                .containsExactly(new Change.SetVersioning(Status.Enabled));
        assertThat(VersioningFeature.INSTANCE.diff(SUSPENDED, new VersioningState("Enabled")))
                .containsExactly(new Change.SetVersioning(Status.Suspended));
    }
}
