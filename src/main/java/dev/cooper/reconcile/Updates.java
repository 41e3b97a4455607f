package dev.cooper.reconcile;

import dev.cooper.api.ApiGroup;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Objects;

/** Which updates of a resource start a reconciliation: not those of its status. */
public final class Updates {
    private Updates() {}

    public static boolean matter(HasMetadata updated, HasMetadata old) {
        return updated.getMetadata().getGeneration() == null
                || !Objects.equals(
                        updated.getMetadata().getGeneration(), old.getMetadata().getGeneration())
                || updated.isMarkedForDeletion() != old.isMarkedForDeletion()
                || !Objects.equals(reconcileAt(updated), reconcileAt(old));
    }

    private static String reconcileAt(HasMetadata resource) {
        Map<String, String> annotations = resource.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(ApiGroup.RECONCILE_AT, "");
    }
}
