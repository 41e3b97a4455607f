package dev.cooper.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;

/**
 * Writes statuses. JOSDK before 5.5 drops events of others that arrive while it writes one, so that a deletion or a
 * changed spec of that moment would wait for the next check (java-operator-sdk issue 3398). The API server's answer to
 * the write carries such a change, so it is looked for there.
 */
public final class Statuses {
    private Statuses() {}

    /**
     * Writes a status.
     *
     * @param seen the resource as it was reconciled
     * @param fresh the same, with only its name and the new status
     * @param next when to look again, if nothing happened meanwhile
     */
    public static <R extends HasMetadata> UpdateControl<R> write(Context<R> context, R seen, R fresh, Duration next) {
        UpdateControl<R> control = UpdateControl.noUpdate();
        return control.rescheduleAfter(isOvertaken(context, seen, fresh) ? Duration.ZERO : next);
    }

    /** Writes a status in the midst of a reconciliation: what follows relies on it after a crash. */
    public static <S, R extends CustomResource<?, S>> void writeAhead(Context<R> context, R seen, R fresh) {
        context.resourceOperations().serverSideApplyPrimaryStatus(fresh);
        seen.setStatus(fresh.getStatus());
    }

    /** Writes a status, and tells whether the resource is another by now than the one that was reconciled. */
    static <R extends HasMetadata> boolean isOvertaken(Context<R> context, R seen, R fresh) {
        R written = context.resourceOperations().serverSideApplyPrimaryStatus(fresh);
        return Updates.matter(written, seen);
    }
}
