package dev.cooper.cluster;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/** Server-side apply as the operator does it. */
public final class ServerSideApply {
    private ServerSideApply() {}

    /** Takes the fields over from whoever has them. */
    public static PatchContext as(String fieldManager) {
        return new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(fieldManager)
                .withForce(true)
                .build();
    }
}
