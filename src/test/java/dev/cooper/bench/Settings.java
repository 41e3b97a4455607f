package dev.cooper.bench;

import java.util.Optional;

/**
 * What the bench measures.
 *
 * @param size Buckets on RGW, and AccessKeys on the simulator
 * @param large Buckets on the simulator and foreign Secrets beside them; 0 for none
 * @param runs how often all is measured; results are medians
 */
record Settings(int size, int large, int runs) {
    /** The small burst, and the resources on the healthy store beside a dead one. */
    static final int FEW = 100;

    static final int SINGLES = 50;

    /** Requests that a raw client has under way at once. */
    static final int THREADS = 16;

    static Settings fromEnvironment() {
        return new Settings(number("SIZE", 1_000), number("LARGE", 10_000), number("RUNS", 5));
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
