package dev.cooper.reconcile;

import dev.cooper.api.ApiGroup;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.List;
import java.util.Objects;

/** Adds Cooper's finalizer where it is missing, which JOSDK would write anew each time, and removes it. */
public final class Finalizers {
    private Finalizers() {}

    /** Adds the finalizer, and tells whether the resource turned out to be another by now than the one that was reconciled. */
    public static <R extends CustomResource<?, ?>> boolean add(Context<R> context, R resource) {
        return !isOn(resource) && isAnother(context.resourceOperations().addFinalizerWithSSA(), resource);
    }

    /** Adds the finalizer and what {@code fresh} carries, in one write and only onto the version that was reconciled. */
    public static <R extends CustomResource<?, ?>> void addWith(Context<R> context, R seen, R fresh) {
        fresh.getMetadata().setFinalizers(List.of(ApiGroup.FINALIZER));
        fresh.getMetadata().setResourceVersion(seen.getMetadata().getResourceVersion());
        ObjectMeta written =
                context.resourceOperations().serverSideApplyPrimary(fresh).getMetadata();
        seen.getMetadata().setResourceVersion(written.getResourceVersion());
        seen.getMetadata().setFinalizers(written.getFinalizers());
        seen.getMetadata().setAnnotations(written.getAnnotations());
    }

    /** Removes the finalizer, and tells the same. */
    public static <R extends CustomResource<?, ?>> boolean remove(Context<R> context, R resource) {
        return isOn(resource) && isAnother(context.resourceOperations().removeFinalizer(), resource);
    }

    public static boolean isOn(CustomResource<?, ?> resource) {
        return resource.hasFinalizer(ApiGroup.FINALIZER);
    }

    /** Where only the finalizer differs, {@link Statuses} may be written onto the version that has it. */
    private static <R extends CustomResource<?, ?>> boolean isAnother(R written, R seen) {
        if (Updates.matter(written, seen) || !Objects.equals(written.getStatus(), seen.getStatus())) {
            return true;
        }
        seen.getMetadata().setResourceVersion(written.getMetadata().getResourceVersion());
        return false;
    }
}
