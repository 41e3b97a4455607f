package dev.cooper.api;

/** Names that all of Cooper's resources share. */
public final class ApiGroup {
    public static final String GROUP = "storage.cooper.dev";
    public static final String VERSION = "v1alpha1";

    /** Checks the resource now: any new value of this annotation starts a reconciliation. */
    public static final String RECONCILE_AT = GROUP + "/reconcile-at";

    private ApiGroup() {}
}
