package dev.cooper.reconcile.accesskey;

import dev.cooper.api.AccessKey;
import dev.cooper.api.AccessKeyStatus;
import dev.cooper.api.Bucket;
import dev.cooper.api.BucketAccess;
import dev.cooper.api.ObjectStore;
import dev.cooper.api.SecretTarget;
import dev.cooper.api.SecretTarget.Format;
import dev.cooper.connection.Sessions;
import dev.cooper.connection.StoreSession;
import dev.cooper.port.Failure;
import dev.cooper.port.StoreException;
import dev.cooper.reconcile.CachedResources;
import dev.cooper.reconcile.ErrorTelling;
import dev.cooper.reconcile.Leadership;
import dev.cooper.reconcile.Pace;
import dev.cooper.reconcile.Recorder;
import dev.cooper.reconcile.Resync;
import dev.cooper.reconcile.SharedCache;
import dev.cooper.reconcile.Statuses;
import dev.cooper.reconcile.StoreEvents;
import dev.cooper.reconcile.StoreResolver;
import dev.cooper.reconcile.StoreUsers;
import dev.cooper.status.Conditions;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimited;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Issues keys, writes them to Secrets, proves them, and renews those that end. Where somebody else rewrites or deletes a
 * watched Secret each time, the rate keeps this from being a key and a request to the store each time, without end.
 */
@ControllerConfiguration(name = "accesskey", triggerReconcilerOnAllEvents = true)
@RateLimited(maxReconciliations = 20, within = 10)
public final class AccessKeyReconciler implements Reconciler<AccessKey> {
    private static final String BY_BUCKET = "bucket";

    private final Sessions sessions;
    private final StoreUsers users;
    private final Conditions conditions;
    private final CachedResources resources;
    private final ErrorTelling errors;
    private final KeySchedule schedule;
    private final KeyIssuing issuing;
    private final KeyProvision provision;
    private final KeyRemoval removal;
    private final @Nullable EndpointAddress endpoint;
    private final Set<String> watchedNamespaces;
    private final Resync<AccessKey> resync;

    private @Nullable Wiring wiring;

    /**
     * Works for all AccessKeys.
     *
     * @param endpoint where pods fetch keys; null when that is off
     * @param watchedNamespaces where a Secret is healed at once; elsewhere it is at the next check
     */
    public AccessKeyReconciler(
            Sessions sessions,
            StoreUsers users,
            Conditions conditions,
            Recorder recorder,
            CachedResources resources,
            ErrorTelling errors,
            Leadership leadership,
            Clock clock,
            @Nullable EndpointAddress endpoint,
            Set<String> watchedNamespaces) {
        this.sessions = sessions;
        this.users = users;
        this.conditions = conditions;
        this.resources = resources;
        this.errors = errors;
        this.schedule = new KeySchedule(clock);
        this.issuing = new KeyIssuing(recorder, clock);
        this.provision = new KeyProvision(issuing, schedule, recorder);
        this.removal = new KeyRemoval(sessions, issuing, recorder);
        this.endpoint = endpoint;
        this.watchedNamespaces = Set.copyOf(watchedNamespaces);
        this.resync = new Resync<>(
                AccessKeyReconciler::speaksOfThisSpec,
                this::isOnlyChecked,
                AccessKeyReconciler::storeName,
                resources.of(AccessKey.class),
                leadership);
    }

    /** Whether an AccessKey that has come into the cache is reconciled at once, or when its turn comes. */
    public boolean isDueAtOnce(AccessKey added) {
        return resync.isDueAtOnce(added);
    }

    /** What exists only once the controller has its caches. */
    private record Wiring(StoreEvents<AccessKey> storeEvents, StoreResolver stores, SharedCache<Bucket> buckets) {}

    @Override
    public List<EventSource<?, AccessKey>> prepareEventSources(EventSourceContext<AccessKey> context) {
        SharedCache<ObjectStore> stores = resources.of(ObjectStore.class);
        SharedCache<Bucket> buckets = resources.of(Bucket.class);
        IndexerResourceCache<AccessKey> keys = context.getPrimaryCache();
        StoreEvents<AccessKey> storeEvents = new StoreEvents<>(
                keys,
                stores,
                AccessKeyReconciler::storeName,
                key -> Conditions.isSettled(key.statusOrEmpty().conditions()),
                users,
                resync);
        keys.addIndexer(BY_BUCKET, key -> key.getSpec().buckets().stream()
                .map(access -> key.getMetadata().getNamespace() + "/"
                        + access.bucketRef().name())
                .toList());
        wiring = new Wiring(storeEvents, new StoreResolver(stores, users), buckets);
        return List.of(
                resources.of(AccessKey.class).source(),
                storeEvents.source(),
                resync,
                buckets.events(
                        "buckets", (updated, old) -> isReady(updated) && !isReady(old), bucket -> keysOf(keys, bucket)),
                new TargetSecretEvents(context.getClient(), keys, watchedNamespaces));
    }

    private static Set<ResourceID> keysOf(IndexerResourceCache<AccessKey> keys, Bucket bucket) {
        return keys
                .byIndex(
                        BY_BUCKET,
                        bucket.getMetadata().getNamespace() + "/"
                                + bucket.getMetadata().getName())
                .stream()
                .map(ResourceID::fromResource)
                .collect(Collectors.toSet());
    }

    private static Optional<String> storeName(AccessKey key) {
        return key.getSpec().storeRef() != null
                ? Optional.of(key.getSpec().storeRef().name())
                : Optional.ofNullable(key.statusOrEmpty().storeName());
    }

    private static ResourceID bucketId(AccessKey key, BucketAccess access) {
        return new ResourceID(access.bucketRef().name(), key.getMetadata().getNamespace());
    }

    private static boolean isReady(Bucket bucket) {
        return bucket.getStatus() != null
                && Conditions.isReady(bucket.getStatus().conditions());
    }

    @Override
    public UpdateControl<AccessKey> reconcile(AccessKey key, Context<AccessKey> context) {
        return resync.reconcile(key, () -> bring(key, context));
    }

    private UpdateControl<AccessKey> bring(AccessKey key, Context<AccessKey> context) {
        Wiring wired = Objects.requireNonNull(wiring);
        if (context.isPrimaryResourceDeleted()) {
            issuing.forget(key);
            wired.storeEvents().userGone();
            return UpdateControl.noUpdate();
        }
        StoreResolver stores = wired.stores();
        if (key.isMarkedForDeletion()) {
            return removal.remove(key, context, stores);
        }
        AccessKeyStatus before = key.statusOrEmpty();
        ObjectStore store = stores.resolve(key, key.getSpec().storeRef(), before.storeName());
        boolean settled = isOnlyChecked(key);
        if (!StoreResolver.isReady(store) && settled) {
            return UpdateControl.<AccessKey>noUpdate()
                    .rescheduleAfter(schedule.untilNext(before, Pace.jittered(Pace.WAITING)));
        }
        StoreResolver.requireReady(store);
        StoreSession session = sessions.on(store);
        return session.inTurn(settled, () -> provide(key, session, context));
    }

    private UpdateControl<AccessKey> provide(AccessKey key, StoreSession session, Context<AccessKey> context) {
        AccessKeyStatus before = key.statusOrEmpty();
        KeyWork work =
                KeyPreparation.prepare(key, context, session, endpoint, access -> readyBucket(key, access, session));
        provision.provide(work);
        AccessKeyStatus after = work.status()
                .withBinding(binding(key.getSpec().secret()))
                .withConditions(
                        key.getMetadata().getGeneration(),
                        conditions.ready(before.conditions(), key.getMetadata().getGeneration(), message(work)));
        Duration next = schedule.untilNext(after, Pace.jittered(work.session().driftInterval()));
        return after.equals(before)
                ? UpdateControl.<AccessKey>noUpdate().rescheduleAfter(next)
                : Statuses.write(context, key, key.onlyStatus(after), next);
    }

    private static String message(KeyWork work) {
        return "Secret %s holds a key that signed a request.%s"
                .formatted(
                        work.spec().secret().name(),
                        work.keys().describe().narrow()
                                ? ""
                                : " It carries all rights of the user that Cooper signs in as, which allowBroad accepts.");
    }

    private static AccessKeyStatus.@Nullable Binding binding(SecretTarget secret) {
        return secret.has(Format.serviceBinding) ? new AccessKeyStatus.Binding(secret.name()) : null;
    }

    private boolean isOnlyChecked(AccessKey key) {
        return isSettled(key) && !schedule.isAnythingDue(key);
    }

    /** Whether the status speaks of this spec, and nothing is left to do. */
    private static boolean isSettled(AccessKey key) {
        return speaksOfThisSpec(key) && Conditions.isSettled(key.statusOrEmpty().conditions());
    }

    private static boolean speaksOfThisSpec(AccessKey key) {
        return Objects.equals(
                key.statusOrEmpty().observedGeneration(), key.getMetadata().getGeneration());
    }

    private Bucket readyBucket(AccessKey key, BucketAccess access, StoreSession session) {
        return Objects.requireNonNull(wiring)
                .buckets()
                .get(bucketId(key, access))
                .filter(candidate -> isReady(candidate)
                        && session.name().equals(candidate.getStatus().storeName()))
                .orElseThrow(() -> new StoreException(
                        new Failure.BucketNotReady(access.bucketRef().name())));
    }

    @Override
    public ErrorStatusUpdateControl<AccessKey> updateErrorStatus(
            AccessKey key, Context<AccessKey> context, Exception exception) {
        AccessKeyStatus before = key.certainStatus();
        ErrorStatusUpdateControl<AccessKey> control = errors.tell(
                key,
                context,
                exception,
                before.conditions(),
                failure -> serves(key) && leavesTheKeyAlone(failure, before),
                after -> key.onlyStatus(before.withConditions(key.getMetadata().getGeneration(), after)));
        return control.getScheduleDelay()
                .map(delay -> control.rescheduleAfter(schedule.untilEnd(before, Duration.ofMillis(delay))))
                .orElse(control);
    }

    /** Whether the key that this spec asks for stands in the Secret and has not ended. */
    private boolean serves(AccessKey key) {
        AccessKeyStatus status = key.statusOrEmpty();
        return status.keyID() != null
                && !key.isMarkedForDeletion()
                && speaksOfThisSpec(key)
                && !schedule.hasEnded(status);
    }

    /** The store or its surroundings fail, which takes nothing from a key that was issued before. */
    private static boolean leavesTheKeyAlone(Failure failure, AccessKeyStatus status) {
        return switch (failure) {
            case Failure.StoreNotReady _,
                    Failure.CredentialsMissing _,
                    Failure.TokenNotIssued _,
                    Failure.BucketNotReady _,
                    Failure.Unauthenticated _,
                    Failure.AccessDenied _,
                    Failure.Conflict _,
                    Failure.Rejected _,
                    Failure.Throttled _,
                    Failure.StoreError _,
                    Failure.Unreachable _,
                    Failure.CircuitOpen _,
                    Failure.Overloaded _,
                    Failure.KeyCreationForbidden _,
                    Failure.SecretNotWritten _ -> true;
            case Failure.KeyNotAccepted refused -> !refused.keyId().equals(status.keyID());
            default -> false;
        };
    }
}
