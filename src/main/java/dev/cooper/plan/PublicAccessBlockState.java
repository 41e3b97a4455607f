package dev.cooper.plan;

import dev.cooper.api.PublicAccessBlockSpec;
import java.util.ArrayList;
import java.util.List;

/** What a bucket blocks of public access; all false also when it has no such configuration. */
public record PublicAccessBlockState(
        boolean blockPublicAcls, boolean ignorePublicAcls, boolean blockPublicPolicy, boolean restrictPublicBuckets)
        implements FeatureState {

    public static final PublicAccessBlockState NONE = new PublicAccessBlockState(false, false, false, false);

    static PublicAccessBlockState of(PublicAccessBlockSpec spec) {
        return new PublicAccessBlockState(
                spec.blocksPublicAcls(),
                spec.ignoresPublicAcls(),
                spec.blocksPublicPolicy(),
                spec.restrictsPublicBuckets());
    }

    /** Whether something that the other blocks is open here. */
    boolean opens(PublicAccessBlockState other) {
        return (other.blockPublicAcls && !blockPublicAcls)
                || (other.ignorePublicAcls && !ignorePublicAcls)
                || (other.blockPublicPolicy && !blockPublicPolicy)
                || (other.restrictPublicBuckets && !restrictPublicBuckets);
    }

    @Override
    public String toString() {
        List<String> blocks = new ArrayList<>();
        if (blockPublicAcls) {
            blocks.add("blockPublicAcls");
        }
        if (ignorePublicAcls) {
            blocks.add("ignorePublicAcls");
        }
        if (blockPublicPolicy) {
            blocks.add("blockPublicPolicy");
        }
        if (restrictPublicBuckets) {
            blocks.add("restrictPublicBuckets");
        }
        return blocks.isEmpty() ? "nothing" : String.join(", ", blocks);
    }
}
