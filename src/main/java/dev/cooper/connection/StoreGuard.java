package dev.cooper.connection;

import dev.cooper.port.Failure;
import dev.cooper.port.StoreException;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.exception.AcquirePermissionCancelledException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Bounds the calls to one store: so many at once, and none for a while after too many have failed, so that one dead
 * store costs one call in half a minute and no thread of another store's.
 */
final class StoreGuard {
    static final Duration OPEN = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    /** A comparison of all resources of a slow store. */
    private static final Duration LONGEST_QUEUE = Duration.ofHours(1);

    private final String store;
    private final Bulkhead bulkhead;
    private final Bulkhead checks;
    private final Bulkhead work;
    private final CircuitBreaker breaker;

    StoreGuard(String store, int concurrency, Clock clock) {
        this(store, concurrency, clock, LONGEST_WAIT);
    }

    StoreGuard(String store, int concurrency, Clock clock, Duration longestWait) {
        this.store = store;
        this.bulkhead = bulkhead(store, concurrency, longestWait);
        this.checks = bulkhead(store + "-checks", Math.max(1, concurrency * 3 / 4), LONGEST_QUEUE);
        this.work = bulkhead(store + "-work", concurrency * 4, LONGEST_QUEUE);
        this.breaker = CircuitBreaker.of(
                store,
                CircuitBreakerConfig.custom()
                        .clock(clock)
                        .slidingWindowSize(20)
                        .minimumNumberOfCalls(5)
                        .failureRateThreshold(60)
                        .waitDurationInOpenState(OPEN)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .recordException(StoreGuard::isOutage)
                        .build());
    }

    private static Bulkhead bulkhead(String name, int concurrency, Duration longestWait) {
        return Bulkhead.of(
                name,
                BulkheadConfig.custom()
                        .maxConcurrentCalls(concurrency)
                        .maxWaitDuration(longestWait)
                        .fairCallHandlingStrategyEnabled(true)
                        .build());
    }

    <T> T call(Supplier<T> call) {
        return inTurn(bulkhead, () -> {
            try {
                return breaker.executeSupplier(call);
            } catch (CallNotPermittedException e) {
                throw new StoreException(new Failure.CircuitOpen(store), e);
            }
        });
    }

    /**
     * Runs the check of a resource that was as it should be. Of the calls at once a part is never theirs, so that a new
     * resource overtakes the comparison of all others.
     */
    <T> T check(Supplier<T> check) {
        return inTurn(checks, check);
    }

    /** Runs other work on a resource: as much at once as keeps the calls coming, since each in the middle takes memory. */
    <T> T work(Supplier<T> work) {
        return inTurn(this.work, work);
    }

    private <T> T inTurn(Bulkhead turns, Supplier<T> work) {
        try {
            return turns.executeSupplier(work);
        } catch (BulkheadFullException | AcquirePermissionCancelledException e) {
            throw new StoreException(new Failure.Overloaded(store), e);
        }
    }

    /** Whether the store is not asked for now. */
    boolean isOpen() {
        return breaker.getState() == CircuitBreaker.State.OPEN;
    }

    /** A refusal is an answer; an outage is none. */
    private static boolean isOutage(Throwable exception) {
        return exception instanceof StoreException e
                && switch (e.failure()) {
                    case Failure.Unreachable _, Failure.StoreError _ -> true;
                    default -> false;
                };
    }
}
