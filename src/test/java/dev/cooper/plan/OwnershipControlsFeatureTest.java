package dev.cooper.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.BucketSpec;
import dev.cooper.api.OwnershipControlsSpec.ObjectOwnership;
import dev.cooper.api.Provider;
import dev.cooper.connection.Profiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnershipControlsFeatureTest {
    private static final OwnershipControlsFeature FEATURE = OwnershipControlsFeature.INSTANCE;
    private static final Profile AWS = Profiles.of(Provider.AWS);

    private static BucketSpec spec(String ownership) {
        return Yaml.spec("ownershipControls: {objectOwnership: " + ownership + "}");
    }

    @Test
    void onlyTheStoreKnowsWhatANewBucketHas() {
        assertThat(FEATURE.initial(spec("ObjectWriter"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ObjectOwnership.class)
    void equalIsLeftAlone(ObjectOwnership ownership) {
        assertThat(FEATURE.diff(spec(ownership.name()), new OwnershipControlsState(ownership.name())))
                .isEmpty();
    }

    @Test
    void aBucketWithoutAnyCountsAsObjectWriter() {
        assertThat(FEATURE.diff(spec("ObjectWriter"), OwnershipControlsState.NONE))
                .isEmpty();
        assertThat(FEATURE.declaration(OwnershipControlsState.NONE)).isNull();
    }

    @Test
    void differencesAreSet() {
        assertThat(FEATURE.diff(spec("BucketOwnerEnforced"), OwnershipControlsState.NONE))
                .containsExactly(new Change.SetOwnershipControls(ObjectOwnership.BucketOwnerEnforced));
        assertThat(FEATURE.diff(spec("ObjectWriter"), new OwnershipControlsState("BucketOwnerEnforced")))
                .containsExactly(new Change.SetOwnershipControls(ObjectOwnership.ObjectWriter));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{canned: public-read}",
                "{canned: authenticated-read}",
                "{grants: [{grantee: {group: LogDelivery}, permission: WRITE}]}"
            })
    void whereAclsAreTurnedOffNoneMayGrantAnything(String acl) {
        String spec = "{acl: %s, ownershipControls: {objectOwnership: %s}}";
        assertThat(FEATURE.refusals(Yaml.spec(spec.formatted(acl, "BucketOwnerEnforced")), AWS))
                .singleElement()
                .satisfies(refusal -> {
                    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID);
                    assertThat(refusal.path()).isEqualTo("spec.acl");
                    assertThat(refusal.message()).contains("drop the grants, or choose BucketOwnerPreferred");
                });
        assertThat(FEATURE.refusals(Yaml.spec(spec.formatted(acl, "BucketOwnerPreferred")), AWS))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{canned: private}", "{grants: []}"})
    void anAclThatGrantsNothingGoesWithAclsTurnedOff(String acl) {
        assertThat(FEATURE.refusals(
                        Yaml.spec(
                                "{acl: %s, ownershipControls: {objectOwnership: BucketOwnerEnforced}}".formatted(acl)),
                        AWS))
                .isEmpty();
    }
}
