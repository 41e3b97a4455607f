package dev.cooper.bench;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the operator shall reach.
 *
 * @param label what is measured
 * @param unit s, MiB, × for a ratio, or empty for a count
 * @param most what it may be at most, or null where there is no goal
 * @param result a figure, or one divided by another of the same run
 */
record Goal(String label, String unit, @Nullable Double most, Function<Figures, OptionalDouble> result) {
    private static final double EXACT = 1e-9;

    static final List<Goal> ALL = List.of(
            new Goal("one bucket, apply → Ready, p50", "s", 0.150, of("cooper: one bucket p50")),
            new Goal("one bucket, apply → Ready, p99", "s", 0.500, of("cooper: one bucket p99")),
            new Goal("burst, against the floor", "×", 1.4, ratio("cooper: burst", "floor: burst")),
            new Goal(
                    "burst of 100, against the floor", "×", null, ratio("cooper: burst of few", "floor: burst of few")),
            new Goal("drift sweep, against the floor", "×", null, ratio("cooper: sweep", "floor: sweep")),
            new Goal(
                    "one changed field on each, against the floor",
                    "×",
                    null,
                    ratio("cooper: changed field", "floor: changed field")),
            new Goal("AccessKeys, against the floor", "×", null, ratio("cooper: keys", "floor: keys")),
            new Goal(
                    "large burst on the simulator, against the floor",
                    "×",
                    null,
                    ratio("cooper: simulated burst", "floor: simulated burst")),
            new Goal(
                    "time per bucket there, against that at 100",
                    "×",
                    1.2,
                    of("simulated burst: per bucket against few")),
            new Goal("S3 calls per create with one feature", "", 3.0, of("create: S3 calls each")),
            new Goal("Kubernetes writes per Bucket", "", 3.0, of("create: Kubernetes writes each")),
            new Goal("Kubernetes writes per AccessKey", "", 4.0, of("key: Kubernetes writes each")),
            new Goal("S3 calls of a drift check with one feature", "", 2.0, of("check: S3 calls each")),
            new Goal("Kubernetes writes of a drift check", "", 0.0, of("check: Kubernetes writes each")),
            new Goal("new bucket during a drift sweep, p99", "s", 2.0, of("cooper: new bucket during sweep p99")),
            new Goal("new bucket beside a dead store, p99", "s", 2.0, of("beside a dead store: new bucket p99")),
            new Goal(
                    "requests to a dead store in 30 s, with their second attempts",
                    "",
                    2.0,
                    of("dead store: attempts in 30 s")),
            new Goal("resident memory, idle", "MiB", 150.0, of("RSS idle")),
            new Goal("resident memory after the burst", "MiB", 180.0, of("RSS after burst")),
            new Goal("resident memory after the large burst", "MiB", 256.0, of("RSS after simulated burst")),
            new Goal("process start → handling events", "s", 0.8, of("start")),
            new Goal("S3 writes of a restart", "", 0.0, of("restart: S3 writes")),
            new Goal("Kubernetes writes of a restart", "", 0.0, of("restart: Kubernetes writes")));

    private static Function<Figures, OptionalDouble> of(String figure) {
        return figures -> figures.median(figure);
    }

    private static Function<Figures, OptionalDouble> ratio(String figure, String floor) {
        return figures -> figures.medianRatio(figure, floor);
    }

    /** A row of a Markdown table, or empty where this was not measured. */
    String row(Figures figures) {
        OptionalDouble value = result.apply(figures);
        if (value.isEmpty()) {
            return "";
        }
        String verdict = most == null ? "" : value.getAsDouble() <= most + EXACT ? "met" : "**missed**";
        return "| %s | %s | %s | %s |%n"
                .formatted(
                        label,
                        most == null ? "" : "≤ " + number(most, unit),
                        number(value.getAsDouble(), unit),
                        verdict);
    }

    private static String number(double value, String unit) {
        String digits =
                switch (unit) {
                    case "s" -> "%.3f";
                    case "MiB" -> "%.0f";
                    case "" -> value == Math.rint(value) ? "%.0f" : "%.2f";
                    default -> "%.2f";
                };
        return (String.format(Locale.ROOT, digits, value) + " " + unit).strip();
    }
}
