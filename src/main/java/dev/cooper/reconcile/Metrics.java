package dev.cooper.reconcile;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * What Cooper counts of its own work. Requests to stores are counted where they are made, and how resources are doing by
 * {@link ResourceMetrics}.
 */
public final class Metrics {
    private final MeterRegistry registry;

    public Metrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** A bucket that was as its spec says no longer is so, in these sections. */
    public void driftFound(String store, Stream<String> fields) {
        count("cooper.drift.found", "Sections of buckets that somebody else has changed", store, fields);
    }

    /** The same was mended. */
    public void driftRepaired(String store, Stream<String> fields) {
        count("cooper.drift.repairs", "Sections of buckets that were brought back to their spec", store, fields);
    }

    private void count(String name, String description, String store, Stream<String> fields) {
        fields.distinct().forEach(field -> Counter.builder(name)
                .description(description)
                .tag("store", store)
                .tag("field", field)
                .register(registry)
                .increment());
    }

    /** Tells, whenever somebody asks, whether this process reconciles or stands by. */
    public void leading(BooleanSupplier leads) {
        Gauge.builder("cooper.leader", () -> leads.getAsBoolean() ? 1 : 0)
                .description("1 while this process reconciles, 0 while it stands by")
                .register(registry);
    }
}
