package dev.cooper.bench;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What the operator shall reach.
 *
 * @param label what is measured, with places for the numbers of Buckets
 * @param unit s, MiB, × for a ratio, or empty for a count
 * @param most what it may be at most, or null where there is no goal
 * @param figure what is measured
 * @param floor what the figure is divided by, of the same run, or null
 */
record Goal(
        String label,
        String unit,
        @Nullable Double most,
        String figure,
        @Nullable String floor) {
    private static final double EXACT = 1e-9;

    static final List<Goal> ALL = List.of(
            atMost(0.150, "s", "one bucket, apply → Ready, p50", "cooper: one bucket p50"),
            atMost(0.500, "s", "one bucket, apply → Ready, p99", "cooper: one bucket p99"),
            new Goal("burst of %1$,d on RGW, against the floor", "×", 1.4, "cooper: burst", "floor: burst"),
            ratio("burst of 100 on RGW, against the floor", "burst of few"),
            ratio("drift sweep of %1$,d, against the floor", "sweep"),
            ratio("one changed field on %1$,d, against the floor", "changed field"),
            ratio("%1$,d AccessKeys, against the floor", "keys"),
            ratio("burst of %2$,d on the simulator, against the floor", "large burst"),
            atMost(1.2, "×", "time per bucket at %2$,d, against that at 100", "large burst: per bucket against few"),
            atMost(3, "", "S3 calls per create with one declared feature", "create: S3 calls each"),
            atMost(3, "", "Kubernetes writes per Bucket", "create: Kubernetes writes each"),
            atMost(4, "", "Kubernetes writes per AccessKey", "key: Kubernetes writes each"),
            atMost(2, "", "S3 calls of a drift check with one declared feature", "check: S3 calls each"),
            atMost(0, "", "Kubernetes calls of a drift check", "check: Kubernetes calls each"),
            atMost(2, "s", "new bucket during a resync of %2$,d, p99", "new bucket during resync p99"),
            atMost(2, "s", "new bucket beside %1$,d on a dead store, p99", "beside a dead store: new bucket p99"),
            atMost(1, "", "calls to a dead store in 30 s, with an open breaker", "dead store: calls in 30 s"),
            atMost(150, "MiB", "resident memory at rest, idle", "RSS idle"),
            atMost(180, "MiB", "resident memory at rest, %1$,d Buckets", "RSS after burst"),
            atMost(
                    256,
                    "MiB",
                    "resident memory at rest, %2$,d Buckets + %2$,d foreign Secrets",
                    "RSS after large burst"),
            atMost(0.8, "s", "process start → handling events, with the AOT cache", "start"),
            atMost(2, "s", "process start → handling events, without", "start without AOT cache"),
            atMost(0, "", "S3 writes of a restart with %2$,d", "restart: S3 writes"),
            atMost(0, "", "Kubernetes writes of a restart with %2$,d", "restart: Kubernetes writes"));

    private static Goal atMost(double most, String unit, String label, String figure) {
        return new Goal(label, unit, most, figure, null);
    }

    private static Goal ratio(String label, String workload) {
        return new Goal(label, "×", null, "cooper: " + workload, "floor: " + workload);
    }

    private OptionalDouble result(Figures figures) {
        return floor == null ? figures.median(figure) : figures.medianRatio(figure, floor);
    }

    /** A row of a Markdown table. */
    String row(Settings settings, Figures figures) {
        OptionalDouble result = result(figures);
        String verdict =
                most == null || result.isEmpty() ? "" : result.getAsDouble() <= most + EXACT ? "met" : "**missed**";
        return "| %s | %s | %s | %s | %d |%n"
                .formatted(
                        String.format(Locale.ROOT, label, settings.size(), settings.large()),
                        most == null ? "" : "≤ " + number(most),
                        result.isEmpty() ? "not measured" : number(result.getAsDouble()),
                        verdict,
                        figures.count(figure));
    }

    private String number(double value) {
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
