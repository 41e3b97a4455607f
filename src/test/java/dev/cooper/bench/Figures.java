package dev.cooper.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** What was measured, by name, once for each run. */
final class Figures {
    private final Map<String, List<Double>> values = new LinkedHashMap<>();

    void add(String name, double value) {
        values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
        System.out.printf(Locale.ROOT, "    %-44s %12.3f%n", name, value);
    }

    /** How often it was measured. */
    int count(String name) {
        return values.getOrDefault(name, List.of()).size();
    }

    /** The median over the runs, or empty for what was not measured. */
    OptionalDouble median(String name) {
        List<Double> measured = values.getOrDefault(name, List.of());
        return measured.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(percentile(measured, 0.5));
    }

    /** The median over the runs of one figure divided by the other of the same run. */
    OptionalDouble medianRatio(String name, String floor) {
        List<Double> measured = values.getOrDefault(name, List.of());
        List<Double> floors = values.getOrDefault(floor, List.of());
        List<Double> ratios = IntStream.range(0, Math.min(measured.size(), floors.size()))
                .mapToObj(run -> measured.get(run) / floors.get(run))
                .toList();
        return ratios.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(percentile(ratios, 0.5));
    }

    /** The value that this share of the others does not exceed. */
    static double percentile(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        int rank = (int) Math.ceil(share * sorted.size());
        return sorted.get(Math.clamp(rank - 1, 0, sorted.size() - 1));
    }
}
