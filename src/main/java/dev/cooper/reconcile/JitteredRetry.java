package dev.cooper.reconcile;

import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.javaoperatorsdk.operator.processing.retry.Retry;
import io.javaoperatorsdk.operator.processing.retry.RetryExecution;
import java.time.Duration;
import java.util.Optional;

/** Doubles the wait after each failure, from a second to half a minute, so that what failed together comes back apart. */
public final class JitteredRetry implements Retry {
    private final Retry retry = new GenericRetry()
            .setInitialInterval(1_000)
            .setIntervalMultiplier(2)
            .setMaxInterval(30_000)
            .withoutMaxAttempts();

    @Override
    public RetryExecution initExecution() {
        return new Jittered(retry.initExecution());
    }

    private record Jittered(RetryExecution exact) implements RetryExecution {
        @Override
        public Optional<Long> nextDelay() {
            return exact.nextDelay()
                    .map(delay -> Pace.jittered(Duration.ofMillis(delay)).toMillis());
        }

        @Override
        public int getAttemptCount() {
            return exact.getAttemptCount();
        }

        @Override
        public boolean isLastAttempt() {
            return exact.isLastAttempt();
        }
    }
}
