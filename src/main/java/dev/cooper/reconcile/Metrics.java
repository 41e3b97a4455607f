package dev.cooper.reconcile;

import dev.cooper.plan.Change;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What Cooper counts of its resources. Requests to stores are counted where they are made. */
public final class Metrics {
    private final MeterRegistry registry;

    public Metrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** A bucket no longer was as its spec says, in these sections, and was mended. */
    public void driftRepaired(String store, List<Change> changes) {
        changes.stream().map(Change::path).distinct().forEach(path -> registry.counter(
                        "cooper.drift.repairs", "store", store, "field", path)
                .increment());
    }

    /** Counts the resources of a kind that are Ready and those that are not, whenever somebody asks. */
    public <R> void resources(String kind, Supplier<Stream<R>> all, Predicate<R> isReady) {
        for (boolean ready : new boolean[] {true, false}) {
            Gauge.builder("cooper.resources", () -> all.get()
                            .filter(resource -> isReady.test(resource) == ready)
                            .count())
                    .tag("kind", kind)
                    .tag("ready", String.valueOf(ready))
                    .description("Resources in the API server, by kind and readiness")
                    .register(registry);
        }
    }
}
