package dev.cooper.plan;

import dev.cooper.api.ObjectLockSpec.DefaultRetention;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Object lock of a bucket.
 *
 * @param enabled whether versions can be locked
 * @param retention what new versions get by default, or null for none
 */
public record ObjectLockState(boolean enabled, @Nullable Retention retention) implements FeatureState {

    public static final ObjectLockState NONE = new ObjectLockState(false, null);

    /**
     * Default retention.
     *
     * @param mode S3's word for how strict it is
     * @param days for how long, or 0 where years say that
     * @param years for how long, or 0 where days say that
     */
    public record Retention(String mode, int days, int years) {

        /** The empty section means that there is none. */
        static @Nullable Retention of(DefaultRetention spec) {
            return spec.mode() == null
                    ? null
                    : new Retention(
                            spec.mode().name(),
                            Objects.requireNonNullElse(spec.days(), 0),
                            Objects.requireNonNullElse(spec.years(), 0));
        }

        @Override
        public String toString() {
            return mode + " for " + (days > 0 ? days + " day(s)" : years + " year(s)");
        }
    }

    @Override
    public String toString() {
        return !enabled
                ? "disabled"
                : "enabled, " + (retention == null ? "without default retention" : "by default " + retention);
    }
}
