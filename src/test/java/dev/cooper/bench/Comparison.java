package dev.cooper.bench;

import java.util.List;

/** A workload that both sides did. */
record Comparison(String label, String cooper, String floor) {
    static final List<Comparison> ALL = List.of(
            of("one bucket p50"),
            of("burst of few"),
            of("burst"),
            of("sweep"),
            of("changed field"),
            of("keys"),
            of("large burst"));

    private static Comparison of(String workload) {
        String label = workload.equals("burst of few") ? "burst of " + Settings.FEW : workload;
        return new Comparison(label, "cooper: " + workload, "floor: " + workload);
    }

    boolean measuredIn(Figures figures) {
        return figures.median(cooper).isPresent() && figures.median(floor).isPresent();
    }
}
