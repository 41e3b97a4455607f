package dev.cooper.reconcile.bucket;

import static dev.cooper.reconcile.bucket.BucketStatuses.claim;
import static dev.cooper.reconcile.bucket.BucketStatuses.isKnownNotToConverge;
import static dev.cooper.reconcile.bucket.BucketStatuses.isSettled;
import static dev.cooper.reconcile.bucket.BucketStatuses.only;
import static dev.cooper.reconcile.bucket.BucketStatuses.planned;
import static dev.cooper.reconcile.bucket.BucketStatuses.readyMessage;
import static dev.cooper.reconcile.bucket.BucketStatuses.status;
import static dev.cooper.reconcile.bucket.BucketStatuses.usage;

import dev.cooper.api.ApiGroup;
import dev.cooper.api.Bucket;
import dev.cooper.api.BucketStatus;
import dev.cooper.api.BucketStatus.Claim;
import dev.cooper.api.DeletionPolicy;
import dev.cooper.api.ManagementPolicy;
import dev.cooper.api.ObjectStore;
import dev.cooper.connection.Durations;
import dev.cooper.connection.Sessions;
import dev.cooper.connection.StoreSession;
import dev.cooper.plan.Change;
import dev.cooper.plan.Contributions;
import dev.cooper.plan.Planner;
import dev.cooper.plan.Planner.SectionDiff;
import dev.cooper.plan.Refusal;
import dev.cooper.port.Failure;
import dev.cooper.port.StoreException;
import dev.cooper.reconcile.CachedResources;
import dev.cooper.reconcile.ErrorTelling;
import dev.cooper.reconcile.Finalizers;
import dev.cooper.reconcile.Leadership;
import dev.cooper.reconcile.Metrics;
import dev.cooper.reconcile.Pace;
import dev.cooper.reconcile.Recorder;
import dev.cooper.reconcile.Resync;
import dev.cooper.reconcile.SharedCache;
import dev.cooper.reconcile.Statuses;
import dev.cooper.reconcile.StoreEvents;
import dev.cooper.reconcile.StoreResolver;
import dev.cooper.reconcile.StoreUsers;
import dev.cooper.status.Conditions;
import dev.cooper.status.Verdict;
import io.fabric8.kubernetes.api.model.Condition;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Brings buckets to what their resources say, and keeps them there. */
@ControllerConfiguration(name = "bucket", triggerReconcilerOnAllEvents = true)
public final class BucketReconciler implements Reconciler<Bucket> {
    private static final String HOW_TO_LET_GO =
            "To let the bucket be and this resource go, say deletionPolicy: Retain.";

    private final Sessions sessions;
    private final StoreUsers users;
    private final Conditions conditions;
    private final Recorder recorder;
    private final CachedResources resources;
    private final Metrics metrics;
    private final Announcements announcements;
    private final ErrorTelling errors;
    private final Clock clock;
    private final Resync<Bucket> resync;
    private @Nullable Wiring wiring;

    public BucketReconciler(
            Sessions sessions,
            StoreUsers users,
            Conditions conditions,
            Recorder recorder,
            CachedResources resources,
            Metrics metrics,
            ErrorTelling errors,
            Leadership leadership,
            Clock clock) {
        this.sessions = sessions;
        this.users = users;
        this.conditions = conditions;
        this.recorder = recorder;
        this.resources = resources;
        this.metrics = metrics;
        this.announcements = new Announcements(recorder, metrics);
        this.errors = errors;
        this.clock = clock;
        this.resync = new Resync<>(
                BucketStatuses::speaksOfThisSpec,
                BucketStatuses::isSettled,
                BucketReconciler::storeName,
                resources.of(Bucket.class),
                leadership);
    }

    /** Whether a Bucket that has come into the cache is reconciled at once, or when its turn comes. */
    public boolean isDueAtOnce(Bucket added) {
        return resync.isDueAtOnce(added);
    }

    /** What exists only once the controller has its caches. */
    private record Wiring(
            IndexerResourceCache<Bucket> buckets,
            StoreEvents<Bucket> storeEvents,
            StoreResolver stores,
            Claims claims,
            ReleasedBuckets released,
            BucketPolicies policies) {}

    @Override
    public List<EventSource<?, Bucket>> prepareEventSources(EventSourceContext<Bucket> context) {
        SharedCache<ObjectStore> stores = resources.of(ObjectStore.class);
        IndexerResourceCache<Bucket> buckets = context.getPrimaryCache();
        StoreEvents<Bucket> storeEvents =
                new StoreEvents<>(buckets, stores, BucketReconciler::storeName, BucketStatuses::isReady, users, resync);
        StoreResolver resolver = new StoreResolver(stores, users);
        ReleasedBuckets released = new ReleasedBuckets();
        BucketPolicies policies = new BucketPolicies(resources);
        wiring = new Wiring(buckets, storeEvents, resolver, new Claims(buckets, resolver), released, policies);
        List<EventSource<?, Bucket>> sources = new ArrayList<>(policies.sources());
        sources.add(resources.of(Bucket.class).source());
        sources.add(storeEvents.source());
        sources.add(released);
        sources.add(resync);
        return sources;
    }

    private static Optional<String> storeName(Bucket bucket) {
        return bucket.getSpec().storeRef() != null
                ? Optional.of(bucket.getSpec().storeRef().name())
                : Optional.ofNullable(status(bucket).storeName());
    }

    @Override
    public UpdateControl<Bucket> reconcile(Bucket bucket, Context<Bucket> context) {
        return resync.reconcile(bucket, () -> bring(bucket, context));
    }

    private UpdateControl<Bucket> bring(Bucket bucket, Context<Bucket> context) {
        Wiring wired = Objects.requireNonNull(wiring);
        if (context.isPrimaryResourceDeleted()) {
            wired.released().announce(wired.claims().waitingFor(bucket));
            wired.storeEvents().userGone();
            return UpdateControl.noUpdate();
        }
        if (bucket.isMarkedForDeletion()) {
            return delete(bucket, context);
        }
        if (ApiGroup.isOn(bucket, ApiGroup.PAUSED)) {
            return pause(bucket, context);
        }
        ObjectStore store = wired.stores()
                .resolve(bucket, bucket.getSpec().storeRef(), status(bucket).storeName());
        if (!StoreResolver.isReady(store) && isSettled(bucket)) {
            return UpdateControl.<Bucket>noUpdate().rescheduleAfter(Pace.jittered(Pace.WAITING));
        }
        StoreResolver.requireReady(store);
        StoreSession session = sessions.on(store);
        requireSupported(bucket, store, session);
        return session.inTurn(isSettled(bucket), () -> manage(bucket, store, session, context));
    }

    private UpdateControl<Bucket> manage(
            Bucket bucket, ObjectStore store, StoreSession session, Context<Bucket> context) {
        if (bucket.getSpec().managementPolicy() == ManagementPolicy.Observe) {
            Finalizers.remove(context, bucket);
            return preview(bucket, store, session, context);
        }
        Objects.requireNonNull(wiring).claims().requireHolder(bucket, session.name());
        if (bucket.getSpec().deletionPolicy() == DeletionPolicy.Retain) {
            Finalizers.remove(context, bucket);
        } else {
            Finalizers.add(context, bucket);
        }
        return ApiGroup.isOn(bucket, ApiGroup.PREVIEW)
                ? preview(bucket, store, session, context)
                : converge(bucket, store, session, context);
    }

    /** A retained bucket has no finalizer, so its resource goes without Cooper; that of any other goes with its bucket. */
    private UpdateControl<Bucket> delete(Bucket bucket, Context<Bucket> context) {
        if (!Finalizers.isOn(bucket)) {
            return UpdateControl.noUpdate();
        }
        if (ownsAndRemoves(bucket)) {
            if (ApiGroup.isOn(bucket, ApiGroup.PAUSED)) {
                return pause(bucket, context);
            }
            Deletion.Progress progress = removeFromStore(bucket);
            if (!progress.finished()) {
                return purging(latest(bucket, context), progress.deletedObjects(), context);
            }
            announcements.deleted(bucket, progress.deletedObjects());
        }
        Finalizers.remove(context, bucket);
        return UpdateControl.noUpdate();
    }

    /** Only a bucket whose recorded claim is this resource's is removed. */
    private static boolean ownsAndRemoves(Bucket bucket) {
        return bucket.getSpec().managementPolicy() == ManagementPolicy.Manage
                && bucket.getSpec().deletionPolicy() != DeletionPolicy.Retain
                && claim(bucket).isPresent();
    }

    private Deletion.Progress removeFromStore(Bucket bucket) {
        Wiring wired = Objects.requireNonNull(wiring);
        BucketStatus status = status(bucket);
        try {
            ObjectStore store = wired.stores().resolve(bucket, bucket.getSpec().storeRef(), status.storeName());
            StoreResolver.requireReady(store);
            ResourceID id = ResourceID.fromResource(bucket);
            return new Deletion(
                            sessions.on(store), () -> wired.buckets().get(id).orElse(bucket), clock)
                    .run(status.purge() == null ? 0 : status.purge().deletedObjects());
        } catch (StoreException e) {
            throw new StoreException(new Failure.DeletionBlocked(e.failure(), HOW_TO_LET_GO), e);
        }
    }

    /** As it is now, after a turn that heeds what users change meanwhile: what was deleted is told in any case. */
    private Bucket latest(Bucket bucket, Context<Bucket> context) {
        return Objects.requireNonNull(wiring)
                .buckets()
                .get(ResourceID.fromResource(bucket))
                .map(context.getControllerConfiguration()
                        .getConfigurationService()
                        .getResourceCloner()::clone)
                .orElse(bucket);
    }

    private UpdateControl<Bucket> purging(Bucket bucket, long deletedObjects, Context<Bucket> context) {
        BucketStatus before = status(bucket);
        Verdict verdict = Verdict.of(new Failure.Purging(bucket.bucketName(), deletedObjects));
        if (before.purge() == null) {
            recorder.normal(bucket, verdict.reason().name(), verdict.message());
        }
        Long generation = bucket.getMetadata().getGeneration();
        return finish(
                bucket,
                before.withConditions(generation, conditions.failed(before.conditions(), generation, verdict))
                        .withPurge(new BucketStatus.PurgeProgress(deletedObjects)),
                Duration.ZERO,
                context);
    }

    private UpdateControl<Bucket> pause(Bucket bucket, Context<Bucket> context) {
        BucketStatus before = status(bucket);
        Long generation = bucket.getMetadata().getGeneration();
        return finish(
                bucket,
                before.withConditions(generation, conditions.paused(before.conditions(), generation)),
                Pace.jittered(Pace.WAITING),
                context);
    }

    /** Writes a status only where it differs from the one that is there. */
    private static UpdateControl<Bucket> finish(
            Bucket bucket, BucketStatus after, Duration next, Context<Bucket> context) {
        return after.equals(status(bucket))
                ? UpdateControl.<Bucket>noUpdate().rescheduleAfter(next)
                : Statuses.write(context, bucket, only(bucket, after), next);
    }

    private static void requireSupported(Bucket bucket, ObjectStore store, StoreSession session) {
        List<Refusal> refusals = new ArrayList<>(
                Planner.refusals(bucket.bucketName(), bucket.getSpec(), session.offer(), session.publicAccess()));
        BucketPolicies.lockout(bucket, store, session).ifPresent(refusals::add);
        if (!refusals.isEmpty()) {
            throw new StoreException(new Failure.Refused(refusals));
        }
    }

    private UpdateControl<Bucket> converge(
            Bucket bucket, ObjectStore store, StoreSession session, Context<Bucket> context) {
        Contributions contributions = Objects.requireNonNull(wiring).policies().of(bucket, store, session);
        Convergence.Known known = known(bucket, contributions);
        Convergence.Outcome outcome = new Convergence(
                        session.buckets(),
                        session.offer(),
                        bucket.bucketName(),
                        contributions,
                        ahead -> Statuses.writeAhead(
                                context, bucket, only(bucket, status(bucket).withContributions(ahead))))
                .run(
                        known,
                        () -> recordIntent(bucket, session, context),
                        changes -> metrics.driftFound(
                                session.name(), changes.stream().map(Change::path)));
        announcements.converged(bucket, session.name(), known, outcome);
        BucketStatus before = status(bucket);
        Long generation = bucket.getMetadata().getGeneration();
        BucketStatus after = located(before, bucket, store, session)
                .withConditions(generation, conditions.ready(before.conditions(), generation, readyMessage(bucket)))
                .withClaim(new Claim(bucket.getMetadata().getUid(), outcome.claim()))
                .withUsage(usage(before.usage(), outcome.usage()))
                .withContributions(outcome.contributions().isEmpty() ? null : outcome.contributions())
                .withPlannedChanges(null);
        return finish(bucket, after, untilNextCheck(bucket, session), context);
    }

    private static Convergence.Known known(Bucket bucket, Contributions contributions) {
        boolean told = contributions.areRecorded();
        return new Convergence.Known(
                claim(bucket).map(Claim::state).orElse(null),
                told && isSettled(bucket),
                told && isKnownNotToConverge(bucket));
    }

    private static BucketStatus located(BucketStatus before, Bucket bucket, ObjectStore store, StoreSession session) {
        return before.at(
                session.name(), bucket.bucketName(), session.endpoint(), session.publicUrl(store, bucket.bucketName()));
    }

    private static Duration untilNextCheck(Bucket bucket, StoreSession session) {
        return Pace.jittered(
                Durations.parse(bucket.getSpec().driftInterval(), session.driftInterval(), Duration.ofSeconds(10)));
    }

    /** Tells what would be written, and writes nothing. */
    private UpdateControl<Bucket> preview(
            Bucket bucket, ObjectStore store, StoreSession session, Context<Bucket> context) {
        boolean observes = bucket.getSpec().managementPolicy() == ManagementPolicy.Observe;
        Contributions contributions = Objects.requireNonNull(wiring).policies().of(bucket, store, session);
        Convergence.Known known = known(bucket, contributions);
        Convergence.Preview preview = new Convergence(
                        session.buckets(), session.offer(), bucket.bucketName(), contributions, _ -> {})
                .preview(known, observes);
        if (known.wasReady()) {
            metrics.driftFound(session.name(), preview.changes().stream().map(SectionDiff::path));
        }
        BucketStatus before = status(bucket);
        Long generation = bucket.getMetadata().getGeneration();
        BucketStatus after = located(before, bucket, store, session)
                .withConditions(generation, previewed(bucket, preview.changes(), observes))
                .withUsage(usage(before.usage(), preview.usage()))
                .withPlannedChanges(planned(preview.changes()));
        return finish(bucket, after, untilNextCheck(bucket, session), context);
    }

    private List<Condition> previewed(Bucket bucket, List<SectionDiff> changes, boolean observes) {
        List<Condition> before = status(bucket).conditions();
        Long generation = bucket.getMetadata().getGeneration();
        if (changes.isEmpty()) {
            return conditions.ready(
                    before, generation, "The bucket is as the spec says. Cooper only looks at it, and writes nothing.");
        }
        Verdict verdict = Verdict.of(new Failure.ChangesPlanned(
                changes.stream().map(SectionDiff::path).toList(),
                observes
                        ? "To have it written, say managementPolicy: Manage."
                        : "To have it written, remove the annotation " + ApiGroup.PREVIEW + "."));
        List<Condition> after = conditions.failed(before, generation, verdict);
        if (!after.equals(before)) {
            recorder.normal(bucket, verdict.reason().name(), verdict.message());
        }
        return after;
    }

    private void recordIntent(Bucket bucket, StoreSession session, Context<Bucket> context) {
        BucketStatus before = status(bucket);
        BucketStatus intent = before.at(session.name(), bucket.bucketName(), session.endpoint(), before.publicURL())
                .withClaim(new Claim(bucket.getMetadata().getUid(), Claim.State.Creating));
        Statuses.writeAhead(context, bucket, only(bucket, intent));
    }

    @Override
    public ErrorStatusUpdateControl<Bucket> updateErrorStatus(
            Bucket bucket, Context<Bucket> context, Exception exception) {
        BucketStatus before = status(bucket);
        return errors.tell(
                bucket,
                context,
                exception,
                before.conditions(),
                after -> only(bucket, before.withConditions(bucket.getMetadata().getGeneration(), after)));
    }
}
