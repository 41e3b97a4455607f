package dev.cooper.reconcile.bucket;

import dev.cooper.api.Bucket;
import dev.cooper.api.BucketSpec;
import dev.cooper.api.BucketStatus;
import dev.cooper.api.BucketStatus.Claim;
import dev.cooper.api.DeletionPolicy;
import dev.cooper.api.ObjectStore;
import dev.cooper.connection.Durations;
import dev.cooper.connection.Sessions;
import dev.cooper.connection.StoreSession;
import dev.cooper.plan.Change;
import dev.cooper.plan.Planner;
import dev.cooper.plan.Refusal;
import dev.cooper.port.Failure;
import dev.cooper.port.Presence;
import dev.cooper.port.StoreException;
import dev.cooper.reconcile.ErrorTelling;
import dev.cooper.reconcile.Pace;
import dev.cooper.reconcile.Recorder;
import dev.cooper.reconcile.StoreEvents;
import dev.cooper.reconcile.StoreResolver;
import dev.cooper.status.Conditions;
import dev.cooper.status.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Brings buckets to what their resources say, and keeps them there. */
@ControllerConfiguration(name = "bucket", triggerReconcilerOnAllEvents = true)
public final class BucketReconciler implements Reconciler<Bucket> {
    private final Sessions sessions;
    private final Conditions conditions;
    private final Recorder recorder;
    private final ErrorTelling errors;
    private @Nullable Wiring wiring;

    public BucketReconciler(Sessions sessions, Conditions conditions, Recorder recorder, ErrorTelling errors) {
        this.sessions = sessions;
        this.conditions = conditions;
        this.recorder = recorder;
        this.errors = errors;
    }

    /** What exists only once the controller has its caches. */
    private record Wiring(StoreResolver stores, Claims claims, ReleasedBuckets released) {}

    @Override
    public List<EventSource<?, Bucket>> prepareEventSources(EventSourceContext<Bucket> context) {
        StoreEvents<Bucket> storeEvents = new StoreEvents<>(
                context,
                Bucket.class,
                BucketReconciler::storeName,
                bucket -> Conditions.isReady(status(bucket).conditions()));
        StoreResolver resolver = new StoreResolver(storeEvents.source());
        ReleasedBuckets released = new ReleasedBuckets();
        wiring = new Wiring(resolver, new Claims(context.getPrimaryCache(), resolver), released);
        return List.of(storeEvents.source(), released);
    }

    private static Optional<String> storeName(Bucket bucket) {
        return bucket.getSpec().storeRef() != null
                ? Optional.of(bucket.getSpec().storeRef().name())
                : Optional.ofNullable(status(bucket).storeName());
    }

    @Override
    public UpdateControl<Bucket> reconcile(Bucket bucket, Context<Bucket> context) {
        Wiring wired = Objects.requireNonNull(wiring);
        if (context.isPrimaryResourceDeleted()) {
            wired.released().announce(wired.claims().waitingFor(bucket));
            return UpdateControl.noUpdate();
        }
        if (bucket.isMarkedForDeletion()) {
            return new Deletion(sessions, wired.stores(), recorder).run(bucket, context);
        }
        ObjectStore store = wired.stores()
                .resolve(bucket, bucket.getSpec().storeRef(), status(bucket).storeName());
        if (!StoreResolver.isReady(store) && isSettled(bucket)) {
            return UpdateControl.<Bucket>noUpdate().rescheduleAfter(Pace.jittered(Pace.WAITING));
        }
        StoreResolver.requireReady(store);
        StoreSession session = sessions.on(store);
        requireSupported(bucket, session);
        wired.claims().requireHolder(bucket, session.name());
        if (bucket.getSpec().deletionPolicy() == DeletionPolicy.Retain) {
            context.resourceOperations().removeFinalizer();
        } else {
            context.resourceOperations().addFinalizerWithSSA();
        }
        return converge(bucket, store, session, context);
    }

    private static void requireSupported(Bucket bucket, StoreSession session) {
        List<Refusal> refusals =
                Planner.refusals(bucket.bucketName(), bucket.getSpec(), session.profile(), session.publicAccess());
        if (!refusals.isEmpty()) {
            throw new StoreException(new Failure.Refused(refusals));
        }
    }

    private UpdateControl<Bucket> converge(
            Bucket bucket, ObjectStore store, StoreSession session, Context<Bucket> context) {
        Convergence.Known known = new Convergence.Known(
                claim(bucket).map(Claim::state).orElse(null), isSettled(bucket), isKnownNotToConverge(bucket));
        Convergence.Outcome outcome = new Convergence(session.buckets(), bucket.bucketName(), bucket.getSpec())
                .run(known, () -> recordIntent(bucket, session, context));

        BucketStatus before = status(bucket);
        BucketStatus after = new BucketStatus(
                bucket.getMetadata().getGeneration(),
                conditions.ready(before.conditions(), bucket.getMetadata().getGeneration(), readyMessage(bucket)),
                session.name(),
                bucket.bucketName(),
                session.endpoint(),
                session.publicUrl(store, bucket.bucketName()),
                new Claim(bucket.getMetadata().getUid(), outcome.claim()),
                usage(before.usage(), outcome.usage()));
        announce(bucket, known, outcome);
        Duration interval =
                Durations.parse(bucket.getSpec().driftInterval(), session.driftInterval(), Duration.ofSeconds(10));
        UpdateControl<Bucket> control =
                after.equals(before) ? UpdateControl.noUpdate() : UpdateControl.patchStatus(fresh(bucket, after));
        return control.rescheduleAfter(Pace.jittered(interval));
    }

    private static String readyMessage(Bucket bucket) {
        BucketSpec spec = bucket.getSpec();
        String managed =
                Planner.declared(spec).stream().map(feature -> feature.key()).collect(Collectors.joining(", "));
        return managed.isEmpty() ? "The bucket exists." : "The bucket exists; managed: " + managed + ".";
    }

    private void recordIntent(Bucket bucket, StoreSession session, Context<Bucket> context) {
        BucketStatus before = status(bucket);
        BucketStatus intent = new BucketStatus(
                before.observedGeneration(),
                before.conditions(),
                session.name(),
                bucket.bucketName(),
                session.endpoint(),
                before.publicURL(),
                new Claim(bucket.getMetadata().getUid(), Claim.State.Creating),
                before.usage());
        context.resourceOperations().serverSideApplyPrimaryStatus(fresh(bucket, intent));
        bucket.setStatus(intent);
    }

    private void announce(Bucket bucket, Convergence.Known known, Convergence.Outcome outcome) {
        String changes = outcome.changes().stream().map(Change::summary).collect(Collectors.joining("; "));
        if (outcome.created()) {
            recorder.normal(bucket, "Created", sentence("Bucket \"" + bucket.bucketName() + "\" created", changes));
        } else if (known.claim() == null) {
            recorder.normal(bucket, "Adopted", sentence("Bucket \"" + bucket.bucketName() + "\" adopted", changes));
        } else if (!outcome.changes().isEmpty()) {
            if (known.wasReady()) {
                recorder.warning(bucket, "DriftRepaired", sentence(drift(outcome.changes()), changes));
            } else {
                recorder.normal(bucket, "Updated", sentence("Bucket updated", changes));
            }
        }
    }

    private static String drift(List<Change> changes) {
        return "The bucket no longer was as "
                + changes.stream().map(Change::path).distinct().collect(Collectors.joining(" and "))
                + " says, and was repaired";
    }

    private static String sentence(String what, String changes) {
        return what + (changes.isEmpty() ? "." : ": " + changes + ".");
    }

    /** Usage changes all the time; it is written anew once it has changed by a tenth, and first when there is any. */
    private static BucketStatus.@Nullable Usage usage(
            BucketStatus.@Nullable Usage before, Optional<Presence.Usage> now) {
        if (now.isEmpty()) {
            return before;
        }
        Presence.Usage usage = now.get();
        if (before == null && usage.objects() == 0) {
            return null;
        }
        return before != null && isClose(before.objects(), usage.objects()) && isClose(before.bytes(), usage.bytes())
                ? before
                : new BucketStatus.Usage(usage.objects(), usage.bytes());
    }

    private static boolean isClose(long before, long now) {
        return before == now || (before > 0 && now > 0 && Math.abs(now - before) * 10 < before);
    }

    // ---- what the status tells ----

    static BucketStatus status(Bucket bucket) {
        return Objects.requireNonNullElse(bucket.getStatus(), BucketStatus.EMPTY);
    }

    /** The claim, if it was recorded for this very resource: a restored copy has another uid. */
    static Optional<Claim> claim(Bucket bucket) {
        return Optional.ofNullable(status(bucket).claim())
                .filter(claim -> claim.uid().equals(bucket.getMetadata().getUid()));
    }

    private static boolean speaksOfThisSpec(Bucket bucket) {
        return Objects.equals(
                status(bucket).observedGeneration(), bucket.getMetadata().getGeneration());
    }

    private static boolean isSettled(Bucket bucket) {
        return speaksOfThisSpec(bucket) && Conditions.isReady(status(bucket).conditions());
    }

    private static boolean isKnownNotToConverge(Bucket bucket) {
        return speaksOfThisSpec(bucket)
                && Conditions.reason(status(bucket).conditions()).equals(Reason.NotConverging.name());
    }

    private static Bucket fresh(Bucket bucket, BucketStatus status) {
        Bucket fresh = new Bucket();
        fresh.setMetadata(new ObjectMetaBuilder()
                .withName(bucket.getMetadata().getName())
                .withNamespace(bucket.getMetadata().getNamespace())
                .build());
        fresh.setStatus(status);
        return fresh;
    }

    @Override
    public ErrorStatusUpdateControl<Bucket> updateErrorStatus(
            Bucket bucket, Context<Bucket> context, Exception exception) {
        BucketStatus before = status(bucket);
        return errors.tell(
                bucket, context, exception, before.conditions(), after -> fresh(bucket, failed(bucket, after)));
    }

    private static BucketStatus failed(Bucket bucket, List<Condition> conditions) {
        BucketStatus before = status(bucket);
        return new BucketStatus(
                bucket.getMetadata().getGeneration(),
                conditions,
                before.storeName(),
                bucket.bucketName(),
                before.endpoint(),
                before.publicURL(),
                before.claim(),
                before.usage());
    }
}
