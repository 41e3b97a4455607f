package dev.cooper.plan;

import org.jspecify.annotations.Nullable;

/**
 * Server access logging of a bucket.
 *
 * @param targetBucket where logs go, or null when logging is off
 * @param targetPrefix prefix of the log objects' keys, empty when there is none
 */
public record LoggingState(@Nullable String targetBucket, String targetPrefix) implements FeatureState {

    public static final LoggingState OFF = new LoggingState(null, "");

    @Override
    public String toString() {
        return targetBucket == null ? "off" : targetBucket + "/" + targetPrefix;
    }
}
