package dev.cooper.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;

/**
 * Writes statuses, each only onto the very version of the resource that was reconciled. The API server answers 409 to
 * what was decided on an older one, by a process that has lost its lease or before a change that its watch has not
 * brought yet, and JOSDK reconciles anew. That keeps claims and the ids of keys, which a status out of an older one
 * would drop.
 */
public final class Statuses {
    private Statuses() {}

    /**
     * Writes a status at the end of a reconciliation.
     *
     * @param seen the resource as it was reconciled
     * @param fresh the same, with only its name and the new status
     * @param next when to look again, if nothing happens before
     */
    public static <R extends HasMetadata> UpdateControl<R> write(Context<R> context, R seen, R fresh, Duration next) {
        apply(context, seen, fresh);
        UpdateControl<R> control = UpdateControl.noUpdate();
        return control.rescheduleAfter(next);
    }

    /** Writes a status in the midst of a reconciliation: what follows relies on it after a crash. */
    public static <S, R extends CustomResource<?, S>> void writeAhead(Context<R> context, R seen, R fresh) {
        apply(context, seen, fresh);
        seen.setStatus(fresh.getStatus());
    }

    static <R extends HasMetadata> void apply(Context<R> context, R seen, R fresh) {
        fresh.getMetadata().setResourceVersion(seen.getMetadata().getResourceVersion());
        R written = context.resourceOperations().serverSideApplyPrimaryStatus(fresh);
        seen.getMetadata().setResourceVersion(written.getMetadata().getResourceVersion());
    }
}
