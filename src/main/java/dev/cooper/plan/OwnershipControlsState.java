package dev.cooper.plan;

/**
 * Who owns the objects of a bucket.
 *
 * @param objectOwnership S3's word for it; {@code ObjectWriter} also for a bucket that has no ownership controls, which
 *     means the same
 */
public record OwnershipControlsState(String objectOwnership) implements FeatureState {

    public static final OwnershipControlsState NONE = new OwnershipControlsState("ObjectWriter");
}
