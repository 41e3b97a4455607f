package dev.cooper.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;

/** Names that all of Cooper's resources share. */
public final class ApiGroup {
    public static final String GROUP = "storage.cooper.dev";
    public static final String VERSION = "v1alpha1";

    /** On resources that leave something at the store when they go. */
    public static final String FINALIZER = GROUP + "/finalizer";

    /** Checks the resource now: any new value of this annotation starts a reconciliation. */
    public static final String RECONCILE_AT = GROUP + "/reconcile-at";

    /** While it is there, unless it says false, nothing is written to the bucket: status.plannedChanges tells what would be. */
    public static final String PREVIEW = GROUP + "/preview";

    /** While it is there, unless it says false, Cooper leaves the resource alone. */
    public static final String PAUSED = GROUP + "/paused";

    /** The second key to deletionPolicy: Purge; its value must be the bucket's name. */
    public static final String PURGE = GROUP + "/purge";

    private ApiGroup() {}

    /** Whether a resource has an annotation that turns something on. */
    public static boolean isOn(HasMetadata resource, String annotation) {
        Map<String, String> annotations = resource.getMetadata().getAnnotations();
        return annotations != null
                && annotations.containsKey(annotation)
                && !"false".equals(annotations.get(annotation));
    }
}
