package dev.cooper.reconcile.bucket;

import dev.cooper.api.PolicyGrant;
import dev.cooper.plan.Contributions;
import dev.cooper.plan.PolicySource;
import dev.cooper.plan.Refusal;
import dev.cooper.port.Failure;
import dev.cooper.port.StoreException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds, by trying, which BucketPolicies a store takes: one that it rejects, for a user that it does not know, must not
 * keep out all the others. Stores take an ACL or a policy as a whole, and few tell what is wrong with it.
 */
final class Acceptance {
    private final Contributions all;
    private final List<PolicySource> members;
    private final Attempt attempt;
    private final Set<PolicySource> taken = new LinkedHashSet<>();
    private final Map<PolicySource, Refusal> rejected = new LinkedHashMap<>();
    private Failure.Rejected rejection;

    private Acceptance(Contributions all, Failure.Rejected rejection, Attempt attempt) {
        this.all = all;
        this.members = all.contributors();
        this.rejection = rejection;
        this.attempt = attempt;
    }

    /** Sends what a choice of BucketPolicies makes of the bucket, where that differs from what is there. */
    @FunctionalInterface
    interface Attempt {
        void send(Contributions choice);
    }

    /**
     * The BucketPolicies that are on the bucket now.
     *
     * @param all those that the store has just rejected together
     * @param rejection how it did
     */
    static Contributions find(Contributions all, Failure.Rejected rejection, Attempt attempt) {
        return new Acceptance(all, rejection, attempt).find();
    }

    /** Those in force come first and together, so that nobody loses access for the moment of the search. */
    private Contributions find() {
        Map<Boolean, List<PolicySource>> inForce = members.stream().collect(Collectors.partitioningBy(all::isInForce));
        add(Objects.requireNonNull(inForce.get(true)));
        add(Objects.requireNonNull(inForce.get(false)));
        Contributions choice = all.without(rejected);
        if (taken.isEmpty()) {
            attempt.send(choice);
        }
        return choice;
    }

    private void add(List<PolicySource> candidates) {
        if (candidates.isEmpty() || isTaken(candidates)) {
            return;
        }
        if (candidates.size() == 1) {
            rejected.put(candidates.getFirst(), refusal(candidates.getFirst()));
            return;
        }
        int half = candidates.size() / 2;
        add(candidates.subList(0, half));
        add(candidates.subList(half, candidates.size()));
    }

    private boolean isTaken(List<PolicySource> candidates) {
        if (taken.size() + candidates.size() == members.size()) {
            return false; // all of them: known before
        }
        Set<PolicySource> tried = new LinkedHashSet<>(taken);
        tried.addAll(candidates);
        try {
            attempt.send(all.without(members.stream()
                    .filter(member -> !tried.contains(member))
                    .collect(Collectors.toMap(member -> member, this::refusal))));
        } catch (StoreException e) {
            if (e.failure() instanceof Failure.Rejected again) {
                rejection = again;
                return false;
            }
            throw e;
        }
        taken.addAll(candidates);
        return true;
    }

    private Refusal refusal(PolicySource source) {
        boolean granting = source.spec().grants() != null;
        return Refusal.invalid(
                granting ? "spec.grants" : "spec.document",
                "the store takes the bucket's access without it, and rejects it with it (HTTP %d %s%s): %s"
                                .formatted(
                                        rejection.status(),
                                        rejection.code(),
                                        rejection.message().isBlank() ? "" : ", " + rejection.message(),
                                        granting
                                                ? "does it know " + grantees(source) + "?"
                                                : "check its principals and actions")
                        + " It is tried again at each look at the bucket");
    }

    private static String grantees(PolicySource source) {
        return Objects.requireNonNullElse(source.spec().grants(), List.<PolicyGrant>of()).stream()
                .map(PolicyGrant::to)
                .flatMap(to -> Stream.of(to.userID(), to.accountID(), to.roleArn()))
                .filter(Objects::nonNull)
                .distinct()
                .map(id -> "\"" + id + "\"")
                .collect(Collectors.joining(" and "));
    }
}
