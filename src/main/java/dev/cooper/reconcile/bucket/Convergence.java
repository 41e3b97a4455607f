package dev.cooper.reconcile.bucket;

import dev.cooper.api.AdoptionPolicy;
import dev.cooper.api.BucketSpec;
import dev.cooper.api.BucketStatus.Claim;
import dev.cooper.api.PolicyContribution;
import dev.cooper.plan.BucketFeature;
import dev.cooper.plan.Change;
import dev.cooper.plan.Contributions;
import dev.cooper.plan.Contributions.Merged;
import dev.cooper.plan.FeatureState;
import dev.cooper.plan.ObjectLockFeature;
import dev.cooper.plan.Planner;
import dev.cooper.plan.Planner.Observed;
import dev.cooper.plan.Planner.SectionDiff;
import dev.cooper.plan.Profile;
import dev.cooper.plan.Refusal;
import dev.cooper.port.BucketPort;
import dev.cooper.port.Failure;
import dev.cooper.port.Presence;
import dev.cooper.port.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes one bucket be what its spec says: look, plan, and write what differs. Knows nothing of Kubernetes. */
final class Convergence {
    private final BucketPort buckets;
    private final Profile profile;
    private final String bucket;
    private final Contributions contributions;
    private final ContributionRecord ahead;
    /** With the sections that BucketPolicies have a part in; the parts of others in these are known once observed. */
    private final BucketSpec spec;

    Convergence(BucketPort buckets, Profile profile, String bucket, BucketSpec spec) {
        this(buckets, profile, bucket, Contributions.none(spec), _ -> {});
    }

    Convergence(
            BucketPort buckets, Profile profile, String bucket, Contributions contributions, ContributionRecord ahead) {
        this.buckets = buckets;
        this.profile = profile;
        this.bucket = bucket;
        this.contributions = contributions;
        this.ahead = ahead;
        this.spec = contributions.onto(Observed.NOTHING).spec();
    }

    /** Records, where it outlives this process, what is about to be on the bucket because of BucketPolicies. */
    @FunctionalInterface
    interface ContributionRecord {
        void write(List<PolicyContribution> contributions);
    }

    /** Records, where it outlives this process, that the bucket is about to be created. */
    @FunctionalInterface
    interface IntentRecord {
        void write();
    }

    /** Tells that the bucket no longer is as it was left, before that is mended. */
    @FunctionalInterface
    interface DriftRecord {
        void found(List<Change> changes);
    }

    /**
     * What is known before.
     *
     * @param claim the recorded claim of this very resource, or null
     * @param wasReady whether the bucket has been as this generation of the spec says, so that a difference is drift
     * @param notConverging whether the store is known not to keep what this generation of the spec says
     */
    record Known(Claim.@Nullable State claim, boolean wasReady, boolean notConverging) {}

    /**
     * What came of it.
     *
     * @param claim how the bucket is held now
     * @param created whether it was created just now
     * @param changes what was written
     * @param contributions what BucketPolicies came to
     * @param usage what the bucket holds, where the store tells
     */
    record Outcome(
            Claim.State claim,
            boolean created,
            List<Change> changes,
            List<PolicyContribution> contributions,
            Optional<Presence.Usage> usage) {}

    Outcome run(Known known, IntentRecord intent, DriftRecord drift) {
        return switch (buckets.head(bucket)) {
            case Presence.Absent _ -> create(known, intent);
            case Presence.Present present -> converge(known, present, drift);
            case Presence.Forbidden _ -> throw new StoreException(new Failure.AccessDenied("HeadBucket", 403, ""));
        };
    }

    /**
     * What {@link #run} would write, without writing it.
     *
     * @param adopts whether a bucket that nobody has claimed may be looked at whatever adoptionPolicy says
     */
    Preview preview(Known known, boolean adopts) {
        return switch (buckets.head(bucket)) {
            case Presence.Absent _ -> {
                requireCreatable(known);
                yield Preview.ofNew(bucket, Planner.previewOfNew(spec));
            }
            case Presence.Present present -> {
                if (!adopts) {
                    requireAdoptable(known);
                }
                Observed observed = observeChangeable();
                yield new Preview(Planner.preview(contributions.onto(observed).spec(), observed), present.usage());
            }
            case Presence.Forbidden _ -> throw new StoreException(new Failure.AccessDenied("HeadBucket", 403, ""));
        };
    }

    /** Sections that would change, and what the bucket holds where the store tells. */
    record Preview(List<SectionDiff> changes, Optional<Presence.Usage> usage) {
        static Preview ofNew(String bucket, List<SectionDiff> sections) {
            List<SectionDiff> changes = new ArrayList<>();
            changes.add(new SectionDiff("spec.bucketName", null, bucket));
            changes.addAll(sections);
            return new Preview(changes, Optional.empty());
        }
    }

    private void requireCreatable(Known known) {
        boolean held = known.claim() == Claim.State.Created || known.claim() == Claim.State.Adopted;
        if (held && !spec.recreatesIfMissing()) {
            throw new StoreException(new Failure.Missing(bucket));
        }
    }

    private void requireAdoptable(Known known) {
        if (known.claim() == null && spec.adoptionPolicy() != AdoptionPolicy.IfExists) {
            throw new StoreException(new Failure.AlreadyExists(bucket));
        }
    }

    private Outcome create(Known known, IntentRecord intent) {
        requireCreatable(known);
        if (known.claim() != Claim.State.Creating) {
            intent.write();
        }
        if (ObjectLockFeature.INSTANCE.isDeclared(spec)) {
            buckets.createWithObjectLock(bucket);
        } else {
            buckets.create(bucket);
        }
        Map<BucketFeature<?>, FeatureState> states = new HashMap<>();
        for (BucketFeature<?> feature : Planner.declared(spec)) {
            states.put(feature, initialOrObserved(feature));
        }
        Merged merged = contributions.onto(new Observed(states));
        List<Change> changes = Planner.plan(merged.spec(), new Observed(states));
        Written written = apply(changes, merged, new Observed(states));
        return new Outcome(Claim.State.Created, true, written.changes(), written.contributions(), Optional.empty());
    }

    private <S extends FeatureState> S initialOrObserved(BucketFeature<S> feature) {
        return feature.initial(spec).orElseGet(() -> buckets.observe(bucket, feature));
    }

    private Outcome converge(Known known, Presence.Present present, DriftRecord drift) {
        requireAdoptable(known);
        Observed observed = observeChangeable();
        Merged merged = contributions.onto(observed);
        List<Change> changes = Planner.plan(merged.spec(), observed);
        if (!changes.isEmpty() && known.notConverging()) {
            throw notConverging(changes);
        }
        if (!changes.isEmpty() && known.wasReady()) {
            drift.found(changes);
        }
        Written written = apply(changes, merged, observed);
        if (!written.changes().isEmpty() && known.wasReady()) {
            requireKept(written);
        }
        Claim.State claim = known.claim() == null
                ? Claim.State.Adopted
                : known.claim() == Claim.State.Creating ? Claim.State.Created : known.claim();
        return new Outcome(claim, false, written.changes(), written.contributions(), present.usage());
    }

    /**
     * What was written.
     *
     * @param changes the changes that the store took
     * @param taken the BucketPolicies that it took
     * @param contributions what the status must say of all of them
     */
    private record Written(List<Change> changes, Contributions taken, List<PolicyContribution> contributions) {}

    private Written apply(List<Change> changes, Merged merged, Observed observed) {
        if (!changes.isEmpty() && !merged.ahead().equals(contributions.recorded())) {
            ahead.write(merged.ahead());
        }
        List<Change> applied = new ArrayList<>();
        Contributions taken = contributions;
        for (Change change : changes) {
            try {
                buckets.apply(bucket, change);
                applied.add(change);
            } catch (StoreException e) {
                if (!(e.failure() instanceof Failure.Rejected rejection) || !contributions.haveAPartIn(change)) {
                    throw e;
                }
                taken = Acceptance.find(contributions, rejection, choice -> {
                    for (Change less : Planner.plan(choice.onto(observed).spec(), observed)) {
                        if (less.path().equals(change.path())) {
                            buckets.apply(bucket, less);
                            applied.removeIf(earlier -> earlier.path().equals(change.path()));
                            applied.add(less);
                        }
                    }
                });
            }
        }
        return new Written(applied, taken, taken.onto(observed).after());
    }

    /** A repair that the store does not keep must not be repeated for ever. */
    private void requireKept(Written written) {
        List<BucketFeature<?>> repaired = Planner.declared(spec).stream()
                .filter(feature -> written.changes().stream()
                        .anyMatch(change -> change.path().equals(feature.path())))
                .toList();
        Observed observed = observe(repaired);
        List<Change> left = Planner.plan(written.taken().onto(observed).spec(), observed);
        if (!left.isEmpty()) {
            throw notConverging(left);
        }
    }

    private static StoreException notConverging(List<Change> changes) {
        Change first = changes.getFirst();
        return new StoreException(new Failure.NotConverging(first.path(), first.summary()));
    }

    /** What is there, if the spec's changes to it are possible: else nothing is written at all. */
    private Observed observeChangeable() {
        Observed observed = observe(Planner.declared(spec));
        List<Refusal> refusals = Planner.refusals(contributions.onto(observed).spec(), observed, profile);
        if (!refusals.isEmpty()) {
            throw new StoreException(new Failure.Refused(refusals));
        }
        return observed;
    }

    private Observed observe(List<BucketFeature<?>> features) {
        Map<BucketFeature<?>, FeatureState> states = new HashMap<>();
        for (BucketFeature<?> feature : features) {
            states.put(feature, buckets.observe(bucket, feature));
        }
        return new Observed(states);
    }
}
