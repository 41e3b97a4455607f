package dev.cooper.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.BucketSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublicAccessBlockFeatureTest {
    private static final BucketSpec NOTHING = Yaml.spec("publicAccessBlock: {}");
    private static final BucketSpec ACLS =
            Yaml.spec("publicAccessBlock: {blockPublicAcls: true, ignorePublicAcls: true, blockPublicPolicy: false}");
    private static final PublicAccessBlockState BLOCKS_ACLS = new PublicAccessBlockState(true, true, false, false);
    private static final PublicAccessBlockState BLOCKS_POLICY = new PublicAccessBlockState(false, false, true, true);

    @Test
    void onlyTheStoreKnowsWhatItBlocksOfANewBucket() {
        assertThat(PublicAccessBlockFeature.INSTANCE.initial(ACLS)).isEmpty();
    }

    @Test
    void absentIsFalse() {
        assertThat(diff(NOTHING, PublicAccessBlockState.NONE)).isEmpty();
        assertThat(diff(ACLS, BLOCKS_ACLS)).isEmpty();
    }

    @Test
    void differencesAreSetAndSayWhetherTheyOpen() {
        assertThat(diff(ACLS, PublicAccessBlockState.NONE))
                .containsExactly(new Change.SetPublicAccessBlock(BLOCKS_ACLS, false));
        assertThat(diff(ACLS, BLOCKS_POLICY)).containsExactly(new Change.SetPublicAccessBlock(BLOCKS_ACLS, true));
        assertThat(diff(NOTHING, BLOCKS_ACLS))
                .containsExactly(new Change.SetPublicAccessBlock(PublicAccessBlockState.NONE, true));
    }

    @Test
    void eachOfTheFourCounts() {
        List<PublicAccessBlockState> single = List.of(
                new PublicAccessBlockState(true, false, false, false),
                new PublicAccessBlockState(false, true, false, false),
                new PublicAccessBlockState(false, false, true, false),
                new PublicAccessBlockState(false, false, false, true));
        assertThat(single).allSatisfy(state -> {
            assertThat(PublicAccessBlockState.NONE.opens(state)).isTrue();
            assertThat(state.opens(PublicAccessBlockState.NONE)).isFalse();
            assertThat(state.opens(state)).isFalse();
        });
        assertThat(single)
                .extracting(PublicAccessBlockState::toString)
                .containsExactly("blockPublicAcls", "ignorePublicAcls", "blockPublicPolicy", "restrictPublicBuckets");
    }

    private static List<Change> diff(BucketSpec spec, PublicAccessBlockState observed) {
        return PublicAccessBlockFeature.INSTANCE.diff(spec, observed);
    }
}
