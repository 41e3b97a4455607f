package dev.cooper.status;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a resource is doing, in Argo CD's words. deploy/argocd/health.lua judges likewise.
 *
 * @param condition the one that says most; null where Cooper has not looked at the resource as it is now
 */
public record Health(State state, @Nullable Condition condition) {
    /** Argo CD's words. */
    public enum State {
        HEALTHY,
        PROGRESSING,
        /** A person is needed. */
        DEGRADED,
        /** Cooper was told to write nothing. */
        SUSPENDED
    }

    /** Judges the conditions of a resource of this generation. */
    public static Health of(@Nullable List<Condition> conditions, @Nullable Long generation) {
        Optional<Condition> paused = Conditions.find(conditions, Conditions.PAUSED);
        Condition ready = Conditions.find(conditions, Conditions.READY).orElse(null);
        if (paused.isPresent()) {
            return new Health(State.SUSPENDED, paused.get());
        }
        if (ready == null || !Objects.equals(ready.getObservedGeneration(), generation)) {
            return new Health(State.PROGRESSING, null);
        }
        if (ready.getReason().equals(Reason.ChangesPlanned.name())) {
            return new Health(State.SUSPENDED, ready);
        }
        if (Conditions.find(conditions, Conditions.STALLED).isPresent() || Reason.needsAPerson(ready.getReason())) {
            return new Health(State.DEGRADED, ready);
        }
        // beside a Ready that is True it tells what is due and cannot be done for now
        Optional<Condition> reconciling = Conditions.find(conditions, Conditions.RECONCILING);
        if (reconciling.isPresent()) {
            return new Health(State.PROGRESSING, reconciling.get());
        }
        return new Health(Conditions.isReady(conditions) ? State.HEALTHY : State.PROGRESSING, ready);
    }
}
