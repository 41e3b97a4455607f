package dev.cooper.plan;

import dev.cooper.api.AclSpec;
import dev.cooper.api.GrantSpec;
import dev.cooper.api.PolicyContribution;
import dev.cooper.api.PolicyExpression;
import dev.cooper.plan.AclState.Grant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What BucketPolicies put into a bucket's ACL, beside what the Bucket declares or else what others put there. */
final class AclParts {
    private final Set<Grant> ofOthers;
    private final Set<Grant> said;
    private final Set<Grant> inOtherWords;

    /**
     * The parts of these BucketPolicies.
     *
     * @param own what the Bucket declares
     * @param expressions what these BucketPolicies come to
     * @param recorded what the status says of these BucketPolicies and of earlier ones
     */
    AclParts(
            @Nullable AclSpec own,
            @Nullable AclState observed,
            Stream<PolicyExpression> expressions,
            List<PolicyContribution> recorded) {
        this.ofOthers = own != null
                ? AclFeature.desired(own)
                : observed == null ? Set.of() : without(grantsBesideOwner(observed), grantsOf(recorded));
        this.said = expressions
                .map(PolicyExpression::grants)
                .filter(Objects::nonNull)
                .flatMap(grants -> AclFeature.grantsOf(grants).stream())
                .collect(Collectors.toUnmodifiableSet());
        this.inOtherWords = own != null || observed == null ? Set.of() : inOtherWords(observed);
    }

    /**
     * Grants that BucketPolicies brought and that stay on the store though nobody says them now, since they mean the
     * same: FULL_CONTROL, or the four that it is. Whoever forgets them leaves them behind.
     */
    private Set<Grant> inOtherWords(AclState observed) {
        return AclFeature.diff(merged(), observed).isEmpty()
                ? without(without(grantsBesideOwner(observed), ofOthers), said)
                : Set.of();
    }

    AclSpec merged() {
        Set<Grant> all = new HashSet<>(ofOthers);
        all.addAll(said);
        return new AclSpec(null, AclFeature.specsOf(all));
    }

    /** The grants that go with a BucketPolicy. What was there before stays. */
    List<GrantSpec> addedBy(@Nullable PolicyExpression expression) {
        if (expression == null || expression.grants() == null) {
            return List.of();
        }
        Set<Grant> its = AclFeature.grantsOf(expression.grants());
        Set<Grant> added = without(its, ofOthers);
        inOtherWords.stream()
                .filter(grant -> its.stream().anyMatch(one -> one.grantee().equals(grant.grantee())))
                .forEach(added::add);
        return AclFeature.specsOf(added);
    }

    private static Set<Grant> grantsBesideOwner(AclState observed) {
        return AclState.ofOthers(observed.owner(), observed.grants());
    }

    private static Set<Grant> grantsOf(List<PolicyContribution> recorded) {
        return recorded.stream()
                .flatMap(record -> AclFeature.grantsOf(record.addedOrNone()).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Set<Grant> without(Set<Grant> some, Set<Grant> others) {
        Set<Grant> left = new HashSet<>(some);
        left.removeAll(others);
        return left;
    }
}
