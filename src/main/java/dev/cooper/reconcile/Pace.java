package dev.cooper.reconcile;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** When to look again. Always with jitter, so that many resources spread out over time. */
public final class Pace {
    /** Something that only a user or a dependency can mend is looked at again this often. */
    public static final Duration WAITING = Duration.ofMinutes(5);

    private Pace() {}

    /** The interval, give or take a tenth. */
    public static Duration jittered(Duration interval) {
        double factor = ThreadLocalRandom.current().nextDouble(0.9, 1.1);
        return Duration.ofMillis(Math.max(1, (long) (interval.toMillis() * factor)));
    }
}
