package dev.cooper;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Has the process started anew when virtual threads, on which reconciliations run, no longer get to run. Those that load
 * classes hold the JDK's carrier threads, of which there are as many as processors; when all of them wait for a lock
 * whose next owner needs a carrier, only a restart helps, and nothing else would tell.
 */
@Singleton
@Liveness
public class WorkerLiveness implements HealthCheck {
    static final Duration STALLED = Duration.ofMinutes(1);

    private final Executor workers;
    private final Clock clock;
    private CompletableFuture<Void> beat = CompletableFuture.completedFuture(null);
    private Instant begun = Instant.MIN;

    WorkerLiveness() {
        this(Executors.newVirtualThreadPerTaskExecutor(), Clock.systemUTC());
    }

    WorkerLiveness(Executor workers, Clock clock) {
        this.workers = workers;
        this.clock = clock;
    }

    @Override
    public synchronized HealthCheckResponse call() {
        Instant now = clock.instant();
        if (beat.isDone()) {
            begun = now;
            beat = CompletableFuture.runAsync(() -> {}, workers);
        }
        boolean stalled = now.isAfter(begun.plus(STALLED));
        return HealthCheckResponse.named("workers").status(!stalled).build();
    }
}
