package dev.cooper.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cooper.api.BucketSpec;
import dev.cooper.api.Provider;
import dev.cooper.api.PublicAccess;
import dev.cooper.connection.Profiles;
import dev.cooper.plan.BucketModel.Refused;
import dev.cooper.plan.Planner.Observed;
import dev.cooper.plan.Planner.SectionDiff;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/** What holds for every spec. A failure prints the smallest spec that breaks it, and the seed that finds it again. */
class PlannerPropertiesTest {
    private static final Offer EVERYTHING = offer(Provider.GENERIC).withAllFeatures();

    private static Offer offer(Provider provider) {
        String[] users = provider == Provider.AWS
                ? new String[] {"0123456789abcdef".repeat(4), "f".repeat(64)}
                : new String[] {BucketModel.OWNER, "3fa85f64-5717-4562-b3fc-2c963f66afa6"};
        return Offer.of(Profiles.of(provider))
                .withUsers(users)
                .withKmsKeys("shop", "alias/ledger")
                .withLogTargets("shop-logs", "audit-logs");
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    @Provide
    static Arbitrary<BucketSpec> specs() {
        return BucketSpecs.of(EVERYTHING);
    }

    private static BucketModel bucketOf(BucketSpec spec) {
        BucketModel bucket = new BucketModel(spec);
        bucket.apply(Planner.plan(spec, bucket.observe()));
        return bucket;
    }

    @Property
    void whatIsAppliedNeedsNoChange(@ForAll("specs") BucketSpec spec) {
        assertThat(Planner.plan(spec, bucketOf(spec).observe())).isEmpty();
    }

    @Property
    void whatMeansTheSameNeedsNoChange(@ForAll("specs") BucketSpec spec, @ForAll long seed) {
        Observed respelled = new Respelling(seed).of(bucketOf(spec).observe());
        assertThat(Planner.plan(spec, respelled)).isEmpty();
    }

    @Property
    void aBucketFollowsItsSpec(@ForAll("specs") BucketSpec before, @ForAll("specs") BucketSpec after) {
        BucketModel bucket = bucketOf(before);
        Observed unmanaged = bucket.observe();
        try {
            bucket.apply(Planner.plan(after, bucket.observe()));
        } catch (Refused e) {
            // a setting that the spec leaves alone forbids what it asks for, and nothing else may
            assertThat(e.by().isDeclared(after)).as(e.by().path()).isFalse();
            return;
        }
        assertThat(Planner.plan(after, bucket.observe())).isEmpty();

        for (BucketFeature<?> feature : Planner.FEATURES) {
            if (!feature.isDeclared(after)) {
                assertThat(bucket.observe().states().get(feature))
                        .as("%s is not declared", feature.path())
                        .isEqualTo(unmanaged.states().get(feature));
            }
        }
    }

    /** Without this, a planner that never plans anything would keep all other properties. */
    @Property
    void driftIsFoundAndRepaired(@ForAll("specs") BucketSpec spec) {
        for (BucketFeature<?> feature : Planner.FEATURES) {
            BucketModel bucket = bucketOf(spec);
            bucket.tamper(feature);
            List<Change> repair = Planner.plan(spec, bucket.observe());
            if (feature.isDeclared(spec)) {
                assertThat(repair).extracting(Change::path).containsExactly(feature.path());
            } else {
                assertThat(repair).isEmpty();
            }
            bucket.apply(repair);
            assertThat(Planner.plan(spec, bucket.observe())).isEmpty();
        }
    }

    /** A bucket made a moment ago is not read, where its state is known: that must end where reading it would. */
    @Property
    void whatIsKnownOfANewBucketIsTrue(@ForAll("specs") BucketSpec spec) {
        BucketModel bucket = new BucketModel(spec);
        Map<BucketFeature<?>, FeatureState> known =
                new HashMap<>(bucket.observe().states());
        for (BucketFeature<?> feature : Planner.declared(spec)) {
            feature.initial(spec).ifPresent(state -> known.put(feature, state));
        }
        bucket.apply(Planner.plan(spec, new Observed(known)));
        assertThat(Planner.plan(spec, bucket.observe())).isEmpty();
    }

    /** What import writes down. */
    @Property
    void whatIsDeclaredFromABucketNeedsNoChange(@ForAll("specs") BucketSpec spec) throws JsonProcessingException {
        Observed observed = bucketOf(spec).observe();
        String declared = JSON.writeValueAsString(Planner.declarations(observed));

        assertThat(Planner.plan(Yaml.spec(declared), observed)).as(declared).isEmpty();
    }

    @Property
    void aPreviewNamesWhatThePlanChanges(@ForAll("specs") BucketSpec before, @ForAll("specs") BucketSpec after) {
        Observed observed = bucketOf(before).observe();

        assertThat(Planner.preview(after, observed))
                .extracting(SectionDiff::path)
                .containsExactlyInAnyOrderElementsOf(Planner.plan(after, observed).stream()
                        .map(Change::path)
                        .distinct()
                        .toList());
        assertThat(Planner.preview(after, observed))
                .allSatisfy(diff -> assertThat(diff.desired()).isNotNull());
    }

    @Property
    void eachChangeSaysWhatItDoes(@ForAll("specs") BucketSpec spec) {
        List<Change> changes = Planner.plan(spec, new BucketModel().observe());
        assertThat(changes).extracting(Change::path).doesNotHaveDuplicates();
        assertThat(changes)
                .extracting(Change::summary)
                .allMatch(summary -> summary.matches("(?s)[a-z ]+ (set to .+|removed)"));
    }

    @Provide
    static Arbitrary<Tuple2<Provider, BucketSpec>> specsOfAStore() {
        return Arbitraries.of(Provider.class)
                .flatMap(provider -> BucketSpecs.of(offer(provider)).map(spec -> Tuple.of(provider, spec)));
    }

    @Property
    void whatAStoreOffersIsNotRefused(@ForAll("specsOfAStore") Tuple2<Provider, BucketSpec> store) {
        Profile profile = Profiles.of(store.get1());
        assertThat(Planner.refusals("shop-receipts", store.get2(), profile, PublicAccess.Allowed))
                .filteredOn(refusal -> !isBlockedThere(refusal, profile))
                .isEmpty();
    }

    /** Where every Allow counts as public, the generator's blocks and policies do not always go together. */
    private static boolean isBlockedThere(Refusal refusal, Profile profile) {
        return profile.policy().anyAllowIsPublic() && refusal.path().equals("spec.policy");
    }
}
