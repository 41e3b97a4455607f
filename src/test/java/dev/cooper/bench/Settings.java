package dev.cooper.bench;

import java.util.Optional;

/**
 * What the bench measures.
 *
 * @param size resources of the large workloads
 * @param runs how often everything is measured; results are medians
 * @param simulated buckets of the burst on the simulator, 0 for none
 * @param keys AccessKeys
 */
record Settings(int size, int runs, int simulated, int keys) {
    /** The small burst, and the resources on the healthy store beside a dead one. */
    static final int FEW = 100;

    static final int SINGLES = 50;

    /** Requests that a raw client has under way at once. */
    static final int THREADS = 16;

    static Settings fromEnvironment() {
        int size = number("SIZE", 1_000);
        return new Settings(size, number("RUNS", 3), number("SIMULATED", 0), number("KEYS", Math.min(size, 1_000)));
    }

    private static int number(String name, int otherwise) {
        return Optional.ofNullable(System.getenv(name))
                .filter(value -> !value.isBlank())
                .map(value -> {
                    try {
                        return Integer.parseUnsignedInt(value);
                    } catch (NumberFormatException e) {
                        throw new IllegalArgumentException("%s=%s: give a whole number".formatted(name, value), e);
                    }
                })
                .orElse(otherwise);
    }
}
