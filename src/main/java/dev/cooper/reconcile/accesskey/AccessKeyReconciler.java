package dev.cooper.reconcile.accesskey;

import dev.cooper.api.AccessKey;
import dev.cooper.api.AccessKeySpec;
import dev.cooper.api.AccessKeyStatus;
import dev.cooper.api.Bucket;
import dev.cooper.api.BucketAccess;
import dev.cooper.api.KeySource;
import dev.cooper.api.ObjectStore;
import dev.cooper.connection.Sessions;
import dev.cooper.connection.StoreSession;
import dev.cooper.port.Failure;
import dev.cooper.port.IssuedKey;
import dev.cooper.port.KeyPort;
import dev.cooper.port.StoreException;
import dev.cooper.reconcile.ErrorTelling;
import dev.cooper.reconcile.Pace;
import dev.cooper.reconcile.Recorder;
import dev.cooper.reconcile.StoreEvents;
import dev.cooper.reconcile.StoreResolver;
import dev.cooper.status.Conditions;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Issues keys, writes them to Secrets, proves them, and renews those that end. */
@ControllerConfiguration(name = "accesskey", triggerReconcilerOnAllEvents = true)
public final class AccessKeyReconciler implements Reconciler<AccessKey> {
    private static final String BY_BUCKET = "bucket";
    private static final Duration DEFAULT_LIFE = Duration.ofHours(1);
    private static final String HOW_TO_LET_GO =
            "To let the key live on and this resource go, remove its finalizer by hand.";

    private final Sessions sessions;
    private final Conditions conditions;
    private final Recorder recorder;
    private final ErrorTelling errors;
    private final Clock clock;
    /** Recorded intents of which this process knows that no key came of them, or has said that one may have. */
    private final Set<String> accountedFor = ConcurrentHashMap.newKeySet();

    private @Nullable Wiring wiring;

    public AccessKeyReconciler(
            Sessions sessions, Conditions conditions, Recorder recorder, ErrorTelling errors, Clock clock) {
        this.sessions = sessions;
        this.conditions = conditions;
        this.recorder = recorder;
        this.errors = errors;
        this.clock = clock;
    }

    /** What exists only once the controller has its caches. */
    private record Wiring(StoreResolver stores, InformerEventSource<Bucket, AccessKey> buckets) {}

    @Override
    public List<EventSource<?, AccessKey>> prepareEventSources(EventSourceContext<AccessKey> context) {
        StoreEvents<AccessKey> storeEvents = new StoreEvents<>(
                context,
                AccessKey.class,
                AccessKeyReconciler::storeName,
                key -> Conditions.isReady(status(key).conditions()));
        var keys = context.getPrimaryCache();
        keys.addIndexer(BY_BUCKET, key -> key.getSpec().buckets().stream()
                .map(access -> key.getMetadata().getNamespace() + "/"
                        + access.bucketRef().name())
                .toList());
        InformerEventSource<Bucket, AccessKey> buckets = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(Bucket.class, AccessKey.class)
                        .withName("buckets")
                        .withOnUpdateFilter((updated, old) -> isReady(updated) && !isReady(old))
                        .withSecondaryToPrimaryMapper(bucket -> keys
                                .byIndex(
                                        BY_BUCKET,
                                        bucket.getMetadata().getNamespace() + "/"
                                                + bucket.getMetadata().getName())
                                .stream()
                                .map(ResourceID::fromResource)
                                .collect(Collectors.toSet()))
                        .withPrimaryToSecondaryMapper((AccessKey key) -> key.getSpec().buckets().stream()
                                .map(access -> bucketId(key, access))
                                .collect(Collectors.toSet()))
                        .build(),
                context);
        wiring = new Wiring(new StoreResolver(storeEvents.source()), buckets);
        return List.of(storeEvents.source(), buckets);
    }

    private static Optional<String> storeName(AccessKey key) {
        return key.getSpec().storeRef() != null
                ? Optional.of(key.getSpec().storeRef().name())
                : Optional.ofNullable(status(key).storeName());
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
        if (context.isPrimaryResourceDeleted()) {
            return UpdateControl.noUpdate();
        }
        if (key.isMarkedForDeletion()) {
            return delete(key, context);
        }
        ObjectStore store = Objects.requireNonNull(wiring)
                .stores()
                .resolve(key, key.getSpec().storeRef(), status(key).storeName());
        if (!StoreResolver.isReady(store) && isSettled(key) && !isDue(key)) {
            return UpdateControl.<AccessKey>noUpdate().rescheduleAfter(Pace.jittered(Pace.WAITING));
        }
        StoreResolver.requireReady(store);
        StoreSession session = sessions.on(store);
        KeySource source = source(key.getSpec(), session);
        KeyPort keys = session.keys(source);
        if (!session.profile().keys().narrow() && !key.getSpec().allowsBroad()) {
            throw new StoreException(
                    new Failure.TooBroad(source.name(), session.profile().provider()));
        }
        List<String> bucketNames = bucketNames(key, session);
        TargetSecret secret = TargetSecret.read(context.getClient(), key);
        if (keys.revocable()) {
            context.resourceOperations().addFinalizerWithSSA();
        }
        return provide(new Work(key, context, session, source, keys, bucketNames, secret));
    }

    private static KeySource source(AccessKeySpec spec, StoreSession session) {
        if (spec.source() != null) {
            return spec.source();
        }
        return session.profile().keys().sources().stream()
                .filter(session.keys()::containsKey)
                .findFirst()
                .orElseThrow(() -> new StoreException(new Failure.SourceUnsupported(
                        "any source", session.profile().provider(), List.of())));
    }

    private List<String> bucketNames(AccessKey key, StoreSession session) {
        List<String> names = new ArrayList<>();
        for (BucketAccess access : key.getSpec().buckets()) {
            Bucket bucket = Objects.requireNonNull(wiring)
                    .buckets()
                    .get(bucketId(key, access))
                    .filter(candidate -> isReady(candidate)
                            && session.name().equals(candidate.getStatus().storeName()))
                    .orElseThrow(() -> new StoreException(
                            new Failure.BucketNotReady(access.bucketRef().name())));
            names.add(bucket.bucketName());
        }
        return names;
    }

    /** All that providing one key needs. */
    private record Work(
            AccessKey resource,
            Context<AccessKey> context,
            StoreSession session,
            KeySource source,
            KeyPort keys,
            List<String> bucketNames,
            TargetSecret secret) {

        Map<String, String> contents(IssuedKey key) {
            return SecretContents.render(resource.getSpec().secret().formatsOrDefault(), key, session, bucketNames);
        }
    }

    private UpdateControl<AccessKey> provide(Work work) {
        AccessKeyStatus before = status(work.resource());
        Optional<IssuedKey> inSecret = work.secret().key(instant(before.expiresAt()));
        boolean arrived = work.secret().carriesIntent(before.intentID());
        if (arrived && inSecret.isPresent()) {
            return finish(work, inSecret.get(), before);
        }
        Optional<IssuedKey> current = inSecret.filter(key -> before.intentID() == null
                && !isDue(work.resource())
                && key.accessKeyId().equals(before.keyID()));
        if (current.filter(key -> work.secret().says(work.contents(key))).isPresent()) {
            return isSettled(work.resource())
                    ? schedule(UpdateControl.noUpdate(), before, work.session())
                    : finish(work, current.get(), before);
        }
        if (current.filter(key -> isAccepted(work, key)).isPresent()) {
            work.secret().rewrite(work.contents(current.get()));
            return finish(work, current.get(), before);
        }
        return issue(work, before);
    }

    /** Whether a key that served before still does: workloads hold it, so only what stands around it is mended. */
    private static boolean isAccepted(Work work, IssuedKey key) {
        try {
            work.session().verifier().verify(key, work.bucketNames().getFirst());
            return true;
        } catch (StoreException e) {
            if (e.failure() instanceof Failure.KeyNotAccepted) {
                return false;
            }
            throw e;
        }
    }

    private UpdateControl<AccessKey> issue(Work work, AccessKeyStatus before) {
        AccessKey resource = work.resource();
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        String intent = work.keys().revocable()
                ? recordedIntent(work, before)
                : UUID.randomUUID().toString();
        IssuedKey key = issueUnder(intent, work);
        write(work, key, intent);
        AccessKeyStatus issued = new AccessKeyStatus(
                before.observedGeneration(),
                before.conditions(),
                work.session().name(),
                work.source(),
                intent,
                before.keyID(),
                now.toString(),
                key.expiresAt() == null
                        ? null
                        : key.expiresAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                key.expiresAt() == null ? null : halfLife(now, key.expiresAt()).toString());
        resource.setStatus(issued);
        return finish(work, key, issued);
    }

    /** A recorded intent serves again when it is known that no key came of it, so that a retry writes no status. */
    private String recordedIntent(Work work, AccessKeyStatus before) {
        String recorded = before.intentID();
        if (recorded != null && accountedFor.contains(recorded)) {
            return recorded;
        }
        if (recorded != null) {
            tellOrphan(work.resource());
        }
        String intent = UUID.randomUUID().toString();
        recordIntent(work, before, intent);
        return intent;
    }

    private IssuedKey issueUnder(String intent, Work work) {
        Integer seconds = work.resource().getSpec().durationSeconds();
        try {
            return work.keys().issue(seconds == null ? DEFAULT_LIFE : Duration.ofSeconds(seconds));
        } catch (StoreException e) {
            if (work.keys().revocable() && accountedFor.add(intent) && mayHaveIssued(e.failure())) {
                tellOrphan(work.resource());
            }
            throw e;
        }
    }

    private static boolean mayHaveIssued(Failure failure) {
        return failure instanceof Failure.Unreachable || failure instanceof Failure.StoreError;
    }

    /** A key that no Secret can take is revoked at once: otherwise each retry would leave one behind. */
    private void write(Work work, IssuedKey key, String intent) {
        try {
            work.secret().write(work.contents(key), intent);
        } catch (KubernetesClientException e) {
            boolean refused = e.getCode() >= 400 && e.getCode() < 500;
            if (refused && work.keys().revocable()) {
                try {
                    work.keys().revoke(key.accessKeyId());
                    accountedFor.add(intent);
                } catch (StoreException notRevoked) {
                    e.addSuppressed(notRevoked);
                }
            }
            throw e;
        }
    }

    private void tellOrphan(AccessKey resource) {
        recorder.warning(
                resource,
                "KeyMayBeOrphaned",
                "A key may have been issued whose secret was lost on the way. It cannot be told from keys of others and"
                        + " is not removed: compare the user's EC2 keys with your Secrets.");
    }

    private static Instant halfLife(Instant from, Instant to) {
        return from.plus(Pace.jittered(Duration.between(from, to).dividedBy(2))).truncatedTo(ChronoUnit.SECONDS);
    }

    private static void recordIntent(Work work, AccessKeyStatus before, String intent) {
        AccessKeyStatus status = new AccessKeyStatus(
                before.observedGeneration(),
                before.conditions(),
                work.session().name(),
                work.source(),
                intent,
                before.keyID(),
                before.issuedAt(),
                before.expiresAt(),
                before.renewsAt());
        work.context().resourceOperations().serverSideApplyPrimaryStatus(fresh(work.resource(), status));
        work.resource().setStatus(status);
    }

    /** The Secret holds the key: prove it, let the one before it go, and say so. */
    private UpdateControl<AccessKey> finish(Work work, IssuedKey key, AccessKeyStatus before) {
        AccessKey resource = work.resource();
        if (before.intentID() != null) {
            accountedFor.remove(before.intentID());
        }
        work.session().verifier().verify(key, work.bucketNames().getFirst());
        String previous = before.keyID();
        boolean replaced = previous != null && !previous.equals(key.accessKeyId());
        if (previous != null && replaced && work.keys().revocable()) {
            work.keys().revoke(previous);
        }
        AccessKeyStatus after = new AccessKeyStatus(
                resource.getMetadata().getGeneration(),
                conditions.ready(
                        before.conditions(),
                        resource.getMetadata().getGeneration(),
                        "Secret %s holds a key that signed a request."
                                .formatted(resource.getSpec().secret().name())),
                work.session().name(),
                work.source(),
                null,
                key.accessKeyId(),
                Objects.requireNonNullElse(
                        before.issuedAt(),
                        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString()),
                before.expiresAt(),
                before.renewsAt());
        if (previous == null) {
            recorder.normal(resource, "Issued", "Key " + key.accessKeyId() + " issued and proved.");
        } else if (replaced) {
            recorder.normal(resource, "Renewed", "Key " + key.accessKeyId() + " replaces " + previous + ".");
        }
        return schedule(UpdateControl.patchStatus(fresh(resource, after)), after, work.session());
    }

    private UpdateControl<AccessKey> schedule(
            UpdateControl<AccessKey> control, AccessKeyStatus status, StoreSession session) {
        Duration check = Pace.jittered(session.driftInterval());
        Instant renewal = instant(status.renewsAt());
        Duration untilRenewal = renewal == null ? check : Duration.between(clock.instant(), renewal);
        Duration next = untilRenewal.compareTo(check) < 0 ? untilRenewal : check;
        return control.rescheduleAfter(next.isPositive() ? next : Duration.ofSeconds(1));
    }

    private UpdateControl<AccessKey> delete(AccessKey key, Context<AccessKey> context) {
        if (!key.hasFinalizer(context.getControllerConfiguration().getFinalizerName())) {
            return UpdateControl.noUpdate();
        }
        try {
            revokeAll(key, context);
        } catch (StoreException e) {
            throw new StoreException(new Failure.DeletionBlocked(e.failure(), HOW_TO_LET_GO), e);
        }
        context.resourceOperations().removeFinalizer();
        return UpdateControl.noUpdate();
    }

    /** The recorded key, and one that reached the Secret before it was recorded. The Secret goes with its owner. */
    private void revokeAll(AccessKey key, Context<AccessKey> context) {
        AccessKeyStatus status = status(key);
        String recorded = status.keyID();
        TargetSecret secret = TargetSecret.read(context.getClient(), key);
        Optional<String> arrived = secret.carriesIntent(status.intentID())
                ? secret.key(null).map(IssuedKey::accessKeyId)
                : Optional.empty();
        if (recorded == null && arrived.isEmpty()) {
            return;
        }
        ObjectStore store = Objects.requireNonNull(wiring)
                .stores()
                .resolve(key, key.getSpec().storeRef(), status.storeName());
        StoreResolver.requireReady(store);
        KeyPort keys = sessions.on(store).keys(Objects.requireNonNull(status.source()));
        if (recorded != null) {
            keys.revoke(recorded);
        }
        arrived.ifPresent(keys::revoke);
        recorder.normal(key, "Revoked", "Key revoked.");
    }

    // ---- what the status tells ----

    private static AccessKeyStatus status(AccessKey key) {
        return Objects.requireNonNullElse(key.getStatus(), AccessKeyStatus.EMPTY);
    }

    private static boolean isSettled(AccessKey key) {
        return Objects.equals(
                        status(key).observedGeneration(), key.getMetadata().getGeneration())
                && Conditions.isReady(status(key).conditions());
    }

    private boolean isDue(AccessKey key) {
        Instant renewal = instant(status(key).renewsAt());
        return renewal != null && !clock.instant().isBefore(renewal);
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }

    private static AccessKey fresh(AccessKey key, AccessKeyStatus status) {
        AccessKey fresh = new AccessKey();
        fresh.setMetadata(new ObjectMetaBuilder()
                .withName(key.getMetadata().getName())
                .withNamespace(key.getMetadata().getNamespace())
                .build());
        fresh.setStatus(status);
        return fresh;
    }

    @Override
    public ErrorStatusUpdateControl<AccessKey> updateErrorStatus(
            AccessKey key, Context<AccessKey> context, Exception exception) {
        AccessKeyStatus before = status(key);
        return errors.tell(
                key,
                context,
                exception,
                before.conditions(),
                after -> fresh(
                        key,
                        new AccessKeyStatus(
                                key.getMetadata().getGeneration(),
                                after,
                                before.storeName(),
                                before.source(),
                                before.intentID(),
                                before.keyID(),
                                before.issuedAt(),
                                before.expiresAt(),
                                before.renewsAt())));
    }
}
