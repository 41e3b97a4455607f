package dev.cooper.reconcile;

import dev.cooper.api.ApiGroup;
import dev.cooper.api.FirstKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Which updates of a resource start a reconciliation: not those of its status. */
public final class Updates {
    private Updates() {}

    /**
     * Whether something other than the status has changed. Who was away from the API server may see a resource after
     * another of the same name, without the deletion between them: both may be of generation 1.
     */
    public static boolean matter(HasMetadata updated, HasMetadata old) {
        return updated.getMetadata().getGeneration() == null
                || !Objects.equals(
                        updated.getMetadata().getUid(), old.getMetadata().getUid())
                || !Objects.equals(
                        updated.getMetadata().getGeneration(), old.getMetadata().getGeneration())
                || updated.isMarkedForDeletion() != old.isMarkedForDeletion()
                || !ours(updated).equals(ours(old));
    }

    /** The annotations by which users speak to Cooper. */
    private static Map<String, String> ours(HasMetadata resource) {
        Map<String, String> annotations = resource.getMetadata().getAnnotations();
        return annotations == null
                ? Map.of()
                : annotations.entrySet().stream()
                        .filter(annotation -> annotation.getKey().startsWith(ApiGroup.GROUP + "/")
                                && !annotation.getKey().equals(FirstKey.ANNOTATION))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
