package dev.cooper.reconcile.store;

import dev.cooper.api.ObjectStore;
import dev.cooper.api.ObjectStoreStatus;
import dev.cooper.connection.Sessions;
import dev.cooper.connection.StoreSession;
import dev.cooper.plan.Planner;
import dev.cooper.port.Failure;
import dev.cooper.reconcile.CachedResources;
import dev.cooper.reconcile.ErrorTelling;
import dev.cooper.reconcile.Finalizers;
import dev.cooper.reconcile.Pace;
import dev.cooper.reconcile.Recorder;
import dev.cooper.reconcile.Statuses;
import dev.cooper.reconcile.StoreUsers;
import dev.cooper.status.Conditions;
import dev.cooper.status.Verdict;
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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Probes stores with a signed request, and tells what may be asked of them. */
@ControllerConfiguration(name = "objectstore", triggerReconcilerOnAllEvents = true)
public final class ObjectStoreReconciler implements Reconciler<ObjectStore> {
    private static final Duration PROBE_INTERVAL = Duration.ofMinutes(1);
    private static final Duration UNTIL_CACHES_ARE_FILLED = Duration.ofSeconds(1);
    private static final String ANSWERED = "The store answered a signed request.";

    private final Sessions sessions;
    private final OperatorSecretCache secrets;
    private final StoreUsers users;
    private final Conditions conditions;
    private final Recorder recorder;
    private final CachedResources resources;
    private final ErrorTelling errors;

    public ObjectStoreReconciler(
            Sessions sessions,
            OperatorSecretCache secrets,
            StoreUsers users,
            Conditions conditions,
            Recorder recorder,
            CachedResources resources,
            ErrorTelling errors) {
        this.sessions = sessions;
        this.secrets = secrets;
        this.users = users;
        this.conditions = conditions;
        this.recorder = recorder;
        this.resources = resources;
        this.errors = errors;
    }

    @Override
    public List<EventSource<?, ObjectStore>> prepareEventSources(EventSourceContext<ObjectStore> context) {
        return List.of(resources.of(ObjectStore.class).source(), secrets.source(context), users);
    }

    @Override
    public UpdateControl<ObjectStore> reconcile(ObjectStore store, Context<ObjectStore> context) {
        if (context.isPrimaryResourceDeleted()) {
            sessions.forget(store.getMetadata().getName());
            return UpdateControl.noUpdate();
        }
        // a store in use outlives its deletion until the last user has gone, whose bucket may want it to clean up
        Optional<Boolean> inUse = users.areThere(store);
        if (inUse.isPresent() && !inUse.get()) {
            Finalizers.remove(context, store);
            if (store.isMarkedForDeletion()) {
                return UpdateControl.noUpdate();
            }
        }
        if (inUse.orElse(false) && !store.isMarkedForDeletion() && Finalizers.add(context, store)) {
            return UpdateControl.<ObjectStore>noUpdate().rescheduleAfter(Duration.ZERO);
        }
        StoreSession session = sessions.on(store);
        StoreSession.SignIn signIn = session.signIn().get();
        ObjectStoreStatus before = status(store);
        ObjectStoreStatus after = new ObjectStoreStatus(
                store.getMetadata().getGeneration(),
                answered(store),
                session.endpoint(),
                session.region(),
                signIn.account(),
                signIn.user(),
                capabilities(store, session));
        if (!Conditions.isReady(before.conditions())) {
            recorder.normal(store, "Connected", ANSWERED);
        }
        Duration next = inUse.isPresent() ? Pace.jittered(PROBE_INTERVAL) : UNTIL_CACHES_ARE_FILLED;
        return after.equals(before)
                ? UpdateControl.<ObjectStore>noUpdate().rescheduleAfter(next)
                : Statuses.write(context, store, fresh(store, after), next);
    }

    private List<Condition> answered(ObjectStore store) {
        List<Condition> before = status(store).conditions();
        Long generation = store.getMetadata().getGeneration();
        if (!store.isMarkedForDeletion()) {
            return conditions.ready(before, generation, ANSWERED);
        }
        Verdict verdict = Verdict.of(new Failure.InUse(store.getMetadata().getName(), users.names(store)));
        if (Conditions.isSettled(before)) {
            recorder.warning(store, verdict.reason().name(), verdict.message());
        }
        return conditions.readyDespite(before, generation, ANSWERED, verdict);
    }

    private static Map<String, String> capabilities(ObjectStore store, StoreSession session) {
        Map<String, Boolean> overrides =
                Objects.requireNonNullElse(store.getSpec().capabilities(), Map.of());
        Map<String, String> capabilities = new TreeMap<>();
        Planner.FEATURES.forEach(feature -> {
            String support = session.profile().supports(feature) ? "Supported" : "Unsupported";
            String answer = session.learned().get().get(feature.key());
            if (answer != null) {
                capabilities.put(feature.key(), "Unsupported (learned: " + answer + ")");
                return;
            }
            capabilities.put(feature.key(), overrides.containsKey(feature.key()) ? support + " (overridden)" : support);
        });
        return capabilities;
    }

    @Override
    public ErrorStatusUpdateControl<ObjectStore> updateErrorStatus(
            ObjectStore store, Context<ObjectStore> context, Exception exception) {
        return errors.tell(
                store, context, exception, status(store).conditions(), after -> fresh(store, failed(store, after)));
    }

    private static ObjectStoreStatus failed(ObjectStore store, List<Condition> conditions) {
        ObjectStoreStatus before = status(store);
        return new ObjectStoreStatus(
                store.getMetadata().getGeneration(),
                conditions,
                before.endpoint(),
                before.region(),
                before.accountID(),
                before.userID(),
                before.capabilities());
    }

    private static ObjectStoreStatus status(ObjectStore store) {
        return Objects.requireNonNullElse(store.getStatus(), ObjectStoreStatus.EMPTY);
    }

    private static ObjectStore fresh(ObjectStore store, ObjectStoreStatus status) {
        ObjectStore fresh = new ObjectStore();
        fresh.setMetadata(
                new ObjectMetaBuilder().withName(store.getMetadata().getName()).build());
        fresh.setStatus(status);
        return fresh;
    }
}
