package dev.cooper.connection;

import dev.cooper.api.ObjectStore;
import dev.cooper.api.StoreCredentials;
import io.fabric8.kubernetes.api.model.Secret;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Keeps one session for each ObjectStore, and builds it anew when the ObjectStore or its Secret has changed. */
public final class Sessions implements AutoCloseable {
    private static final Duration GRACE = Duration.ofMinutes(2);
    private static final String CIRCUIT_OPEN = "cooper.store.circuit.open";

    private final SessionFactory factory;
    private final OperatorSecrets secrets;
    private final MeterRegistry metrics;
    private final Map<String, Entry> open = new ConcurrentHashMap<>();

    public Sessions(OperatorSecrets secrets, Clock clock, MeterRegistry metrics) {
        this.factory = new SessionFactory(secrets, clock, metrics);
        this.secrets = secrets;
        this.metrics = metrics;
    }

    private record Entry(String version, StoreSession session) {}

    /** The session on a store, built when it must be. Asks the store for nothing. */
    public StoreSession on(ObjectStore store) {
        String version = version(store);
        return open.compute(store.getMetadata().getName(), (name, entry) -> {
                    if (entry != null && entry.version().equals(version)) {
                        return entry;
                    }
                    StoreSession session = factory.open(store);
                    if (entry != null) {
                        retire(entry.session());
                    }
                    watchCircuit(name);
                    return new Entry(version, session);
                })
                .session();
    }

    /** Looks the session up at each reading, since a store's session is replaced and its gauge stays. */
    private void watchCircuit(String storeName) {
        Gauge.builder(CIRCUIT_OPEN, () -> isCircuitOpen(storeName) ? 1 : 0)
                .description("1 while a store is not asked because it failed too often, else 0")
                .tag("store", storeName)
                .register(metrics);
    }

    private boolean isCircuitOpen(String storeName) {
        Entry entry = open.get(storeName);
        return entry != null && entry.session().circuitOpen().getAsBoolean();
    }

    /** Lets go of a store that is gone. */
    public void forget(String storeName) {
        Entry entry = open.remove(storeName);
        if (entry != null) {
            retire(entry.session());
            metrics.find(CIRCUIT_OPEN).tag("store", storeName).gauges().forEach(metrics::remove);
        }
    }

    /** Closes a session once the calls that are under way on it have had time to end. */
    private static void retire(StoreSession session) {
        CompletableFuture.delayedExecutor(GRACE.toMillis(), TimeUnit.MILLISECONDS)
                .execute(session::close);
    }

    private String version(ObjectStore store) {
        return store.getMetadata().getUid()
                + "/" + store.getMetadata().getGeneration()
                + "/"
                + secretName(store)
                        .flatMap(secrets::find)
                        .map(Secret::getMetadata)
                        .map(metadata -> metadata.getUid() + "@" + metadata.getResourceVersion())
                        .orElse("");
    }

    /** The Secret that the store's credentials are read from. */
    public static Optional<String> secretName(ObjectStore store) {
        StoreCredentials credentials = store.getSpec().credentials();
        return Stream.of(
                        Optional.ofNullable(credentials.secretRef()),
                        Optional.ofNullable(credentials.keystone()).map(keystone -> keystone.secretRef()))
                .flatMap(Optional::stream)
                .map(reference -> reference.name())
                .findFirst();
    }

    @Override
    public void close() {
        open.values().forEach(entry -> entry.session().close());
        open.clear();
    }
}
