package dev.cooper.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** What was measured, by name, once for each run. */
final class Figures {
    private final Map<String, List<Double>> values = new LinkedHashMap<>();

    void add(String name, double value) {
        values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
        System.out.printf(Locale.ROOT, "    %-44s %12.3f%n", name, value);
    }

    /** The median over the runs, or empty for what was not measured. */
    OptionalDouble median(String name) {
        List<Double> measured = values.getOrDefault(name, List.of());
        return measured.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(percentile(measured, 0.5));
    }

    /** The value that this share of the others does not exceed. */
    static double percentile(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        int rank = (int) Math.ceil(share * sorted.size());
        return sorted.get(Math.clamp(rank - 1, 0, sorted.size() - 1));
    }
}
