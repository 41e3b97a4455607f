package dev.cooper.connection;

import dev.cooper.api.ObjectStore;
import dev.cooper.api.StoreCredentials;
import io.fabric8.kubernetes.api.model.Secret;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
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

    private final SessionFactory factory;
    private final OperatorSecrets secrets;
    private final Map<String, Entry> open = new ConcurrentHashMap<>();

    private final MultiGauge circuits;

    public Sessions(OperatorSecrets secrets, Clock clock, MeterRegistry metrics) {
        this.factory = new SessionFactory(secrets, clock, metrics);
        this.secrets = secrets;
        this.circuits = MultiGauge.builder("cooper.store.circuit.open")
                .description("1 while a store is not asked because it failed too often, else 0")
                .register(metrics);
    }

    private record Entry(String version, StoreSession session) {}

    /** The session on a store, built when it must be. Asks the store for nothing. */
    public StoreSession on(ObjectStore store) {
        String version = version(store);
        Entry known = open.get(store.getMetadata().getName());
        if (known != null && known.version().equals(version)) {
            return known.session();
        }
        StoreSession opened = open.compute(store.getMetadata().getName(), (name, entry) -> {
                    if (entry != null && entry.version().equals(version)) {
                        return entry;
                    }
                    StoreSession session = factory.open(store);
                    if (entry != null) {
                        retire(entry.session());
                    }
                    return new Entry(version, session);
                })
                .session();
        watchCircuits();
        return opened;
    }

    private void watchCircuits() {
        circuits.register(
                open.values().stream()
                        .map(Entry::session)
                        .map(session -> MultiGauge.Row.of(
                                Tags.of("store", session.name()),
                                session,
                                it -> it.circuitOpen().getAsBoolean() ? 1 : 0))
                        .toList(),
                true);
    }

    /** Lets go of a store that is gone. */
    public void forget(String storeName) {
        Entry entry = open.remove(storeName);
        if (entry != null) {
            retire(entry.session());
            watchCircuits();
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
