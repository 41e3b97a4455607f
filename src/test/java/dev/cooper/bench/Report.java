package dev.cooper.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes the measured part of docs/performance.md anew, and leaves what people wrote around it. */
final class Report {
    private static final Path PAGE = Path.of("docs", "performance.md");
    private static final Path PLOT = Path.of("docs", "performance.png");
    private static final String BEGIN = "<!-- measured: written by make bench -->";
    private static final String END = "<!-- end of what was measured -->";

    private Report() {}

    static void write(Settings settings, Figures figures) throws IOException {
        String machine = Machine.describe(); // before the plot is written, which changes the tree
        boolean plotted = Plot.write(figures, PLOT);
        String measured = BEGIN + "\n" + text(machine, settings, figures, plotted) + END;
        String page = Files.readString(PAGE);
        Matcher place = Pattern.compile(Pattern.quote(BEGIN) + ".*" + Pattern.quote(END), Pattern.DOTALL)
                .matcher(page);
        if (!place.find()) {
            throw new IllegalStateException(PAGE + " has no place for what was measured: " + BEGIN + " … " + END);
        }
        Files.writeString(PAGE, place.replaceFirst(Matcher.quoteReplacement(measured)));
        System.out.println(goals(settings, figures));
        System.out.println("written to " + PAGE);
    }

    private static String text(String machine, Settings settings, Figures figures, boolean plotted) {
        return """
                ## Measured
                %s

                %d Buckets with a lifecycle rule on Ceph RGW, %d AccessKeys on the simulator, and %d Buckets on the \
                simulator, since RGW would be the bottleneck. Results are medians of as many runs as the last column says.

                | Figure | Goal | Result | | Runs |
                |---|---|---|---|---|
                %s
                %s| Seconds | Cooper | Floor | Ratio |
                |---|---|---|---|
                %s
                """.formatted(
                        machine,
                        settings.size(),
                        settings.size(),
                        settings.large(),
                        goals(settings, figures),
                        plotted ? "![Seconds of each workload, Cooper and the floor](performance.png)\n\n" : "",
                        times(figures));
    }

    private static String goals(Settings settings, Figures figures) {
        return Goal.ALL.stream().map(goal -> goal.row(settings, figures)).collect(Collectors.joining());
    }

    private static String times(Figures figures) {
        return Comparison.ALL.stream()
                .filter(comparison -> comparison.measuredIn(figures))
                .map(comparison -> "| %s | %s | %s | %s |%n"
                        .formatted(
                                comparison.label(),
                                seconds(figures.median(comparison.cooper())),
                                seconds(figures.median(comparison.floor())),
                                seconds(figures.medianRatio(comparison.cooper(), comparison.floor()))))
                .collect(Collectors.joining());
    }

    private static String seconds(OptionalDouble value) {
        return String.format(Locale.ROOT, "%.2f", value.orElseThrow());
    }
}
