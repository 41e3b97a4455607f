package dev.cooper.connection;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Durations as Kubernetes users write them: 90s, 10m, 1h30m. */
public final class Durations {
    private Durations() {}

    /** The duration, at least {@code floor}; {@code fallback} when none is given. */
    public static Duration parse(@Nullable String text, Duration fallback, Duration floor) {
        if (text == null || text.isEmpty()) {
            return fallback;
        }
        Duration duration = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        return duration.compareTo(floor) < 0 ? floor : duration;
    }
}
