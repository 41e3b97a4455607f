package dev.cooper.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.BucketSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TagsFeatureTest {
    private static final BucketSpec NONE = Yaml.spec("tags: []");
    private static final BucketSpec TWO = Yaml.spec("tags: [{key: team, value: shop}, {key: stage, value: ''}]");
    private static final Map<String, String> SYSTEM = Map.of("aws:cloudformation:stack-name", "shop");

    @Test
    void aNewBucketHasNone() {
        assertThat(TagsFeature.INSTANCE.initial(TWO)).contains(TagsState.NONE);
    }

    @Test
    void equalIsLeftAloneInAnyOrder() {
        assertSame(NONE, Map.of());
        assertSame(TWO, Map.of("stage", "", "team", "shop"));
        assertSame(
                Yaml.spec("tags: [{key: stage, value: ''}, {key: team, value: shop}]"),
                Map.of("stage", "", "team", "shop"));
    }

    @Test
    void theStoresOwnTagsAreNobodysDrift() {
        assertSame(NONE, SYSTEM);
        assertSame(TWO, Map.of("stage", "", "team", "shop", "aws:cloudformation:stack-name", "shop"));
    }

    @Test
    void differencesAreSet() {
        assertPlans(TWO, Map.of(), new Change.SetTags(Map.of("team", "shop", "stage", "")));
        assertPlans(TWO, Map.of("team", "shop"), new Change.SetTags(Map.of("team", "shop", "stage", "")));
        assertPlans(TWO, Map.of("team", "Shop", "stage", ""), new Change.SetTags(Map.of("team", "shop", "stage", "")));
        assertPlans(
                TWO,
                Map.of("team", "shop", "stage", "", "more", ""),
                new Change.SetTags(Map.of("team", "shop", "stage", "")));
    }

    @Test
    void noneIsARemoval() {
        assertPlans(NONE, Map.of("team", "shop"), new Change.RemoveTags());
    }

    /** S3 answers 400 to a write without them, and to a removal. */
    @Test
    void theStoresOwnTagsAreWrittenBack() {
        assertPlans(
                Yaml.spec("tags: [{key: team, value: shop}]"),
                SYSTEM,
                new Change.SetTags(Map.of("team", "shop", "aws:cloudformation:stack-name", "shop")));
        assertPlans(NONE, Map.of("team", "shop", "aws:cloudformation:stack-name", "shop"), new Change.SetTags(SYSTEM));
    }

    private static void assertSame(BucketSpec spec, Map<String, String> observed) {
        assertThat(TagsFeature.INSTANCE.diff(spec, new TagsState(observed))).isEmpty();
    }

    private static void assertPlans(BucketSpec spec, Map<String, String> observed, Change change) {
        assertThat(TagsFeature.INSTANCE.diff(spec, new TagsState(observed))).containsExactly(change);
    }
}
