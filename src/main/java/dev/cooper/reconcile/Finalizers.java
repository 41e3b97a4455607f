package dev.cooper.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;

/** Adds Cooper's finalizer where it is missing: JOSDK would write it anew each time. */
public final class Finalizers {
    private Finalizers() {}

    /** Adds the finalizer, and tells whether the resource turned out to be another by now than the one that was reconciled. */
    public static <R extends HasMetadata> boolean add(Context<R> context, R resource) {
        if (isOn(context, resource)) {
            return false;
        }
        return Updates.matter(context.resourceOperations().addFinalizerWithSSA(), resource);
    }

    public static <R extends HasMetadata> boolean isOn(Context<R> context, R resource) {
        return resource.hasFinalizer(context.getControllerConfiguration().getFinalizerName());
    }
}
