package dev.cooper.plan;

/**
 * Versioning of a bucket.
 *
 * @param status S3's word for it; {@code Suspended} also for a bucket that never was versioned, since both make no
 *     versions and S3 knows no way back
 */
public record VersioningState(String status) implements FeatureState {

    public static final VersioningState NONE = new VersioningState("Suspended");
    public static final VersioningState ENABLED = new VersioningState("Enabled");
}
