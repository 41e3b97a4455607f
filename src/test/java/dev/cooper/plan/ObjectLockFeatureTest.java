package dev.cooper.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.BucketSpec;
import dev.cooper.api.Provider;
import dev.cooper.connection.Profiles;
import dev.cooper.plan.ObjectLockState.Retention;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ObjectLockFeatureTest {
    private static final ObjectLockFeature FEATURE = ObjectLockFeature.INSTANCE;
    private static final ObjectLockState BARE = new ObjectLockState(true, null);
    private static final ObjectLockState MONTH = new ObjectLockState(true, new Retention("GOVERNANCE", 30, 0));
    private static final BucketSpec ENABLED = Yaml.spec("objectLock: {enabled: true}");

    private static BucketSpec retention(String yaml) {
        return Yaml.spec("objectLock: {enabled: true, defaultRetention: %s}".formatted(yaml));
    }

    @Test
    void aNewBucketHasItWithoutRetention() {
        assertThat(FEATURE.initial(ENABLED)).contains(BARE);
        assertThat(FEATURE.diff(ENABLED, BARE)).isEmpty();
    }

    @Test
    void aRetentionThatTheSpecDoesNotNameIsLeftAlone() {
        assertThat(FEATURE.diff(ENABLED, MONTH)).isEmpty();
    }

    @Test
    void theEmptyRetentionRemovesIt() {
        assertThat(FEATURE.diff(retention("{}"), MONTH)).containsExactly(new Change.SetObjectLock(BARE));
        assertThat(FEATURE.diff(retention("{}"), BARE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{mode: GOVERNANCE, days: 30}  | enabled, by default GOVERNANCE for 30 day(s)",
                "{mode: COMPLIANCE, days: 30}  | enabled, by default COMPLIANCE for 30 day(s)",
                "{mode: GOVERNANCE, years: 30} | enabled, by default GOVERNANCE for 30 year(s)",
            })
    void differencesAreSetOnce(String retention, String state) {
        BucketSpec spec = retention(retention);
        assertThat(FEATURE.diff(spec, BARE)).singleElement().satisfies(change -> {
            assertThat(change.summary()).isEqualTo("object lock set to " + state);
            assertThat(FEATURE.diff(spec, ((Change.SetObjectLock) change).desired()))
                    .isEmpty();
        });
    }

    @Test
    void whatIsThereIsDeclared() {
        assertThat(FEATURE.declaration(ObjectLockState.NONE)).isNull();
        assertThat(FEATURE.declaration(BARE)).isEqualTo(ENABLED.objectLock());
        assertThat(FEATURE.declaration(MONTH))
                .isEqualTo(retention("{mode: GOVERNANCE, days: 30}").objectLock());
    }

    @ParameterizedTest
    @EnumSource(
            value = Provider.class,
            names = {"AWS", "KAKAOCLOUD"},
            mode = EnumSource.Mode.EXCLUDE)
    void aBucketThatExistsWithoutItIsRefused(Provider provider) {
        Profile profile = Profiles.of(provider);
        assertThat(FEATURE.refusals(ENABLED, ObjectLockState.NONE, profile))
                .singleElement()
                .satisfies(refusal -> {
                    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNSUPPORTED);
                    assertThat(refusal.path()).isEqualTo("spec.objectLock");
                    assertThat(refusal.message())
                            .contains(profile.provider())
                            .contains("create another Bucket and copy the objects");
                });
        assertThat(FEATURE.refusals(ENABLED, BARE, profile)).isEmpty();
    }

    @Test
    void awsGivesItToABucketThatExistsAndIsVersioned() {
        Profile aws = Profiles.of(Provider.AWS);
        assertThat(FEATURE.refusals(ENABLED, ObjectLockState.NONE, aws))
                .extracting(Refusal::message)
                .singleElement()
                .asString()
                .contains("say versioning: {status: Enabled}");

        BucketSpec versioned = Yaml.spec("{objectLock: {enabled: true}, versioning: {status: Enabled}}");
        assertThat(FEATURE.refusals(versioned, ObjectLockState.NONE, aws)).isEmpty();
        assertThat(FEATURE.diff(versioned, ObjectLockState.NONE)).containsExactly(new Change.SetObjectLock(BARE));
    }
}
