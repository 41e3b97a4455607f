package dev.cooper.bench;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** Waits for what is measured, each time with an end. */
final class Waiting {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration QUIET = Duration.ofSeconds(1);

    private Waiting() {}

    static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(condition);
    }

    /** Waits until a count has stood still for a second. */
    static Calls settled(Supplier<Calls> count) {
        Calls[] last = {count.get()};
        Awaitility.await("no more calls")
                .atMost(PATIENCE)
                .pollDelay(QUIET)
                .pollInterval(QUIET)
                .until(() -> {
                    Calls now = count.get();
                    boolean still = now.equals(last[0]);
                    last[0] = now;
                    return still;
                });
        return last[0];
    }

    /** Lets time pass, to see how much happens in it. */
    static void pass(Duration time) {
        Awaitility.await()
                .atMost(time.plus(PATIENCE))
                .pollDelay(time)
                .pollInterval(QUIET)
                .until(() -> true);
    }

    static double secondsSince(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
