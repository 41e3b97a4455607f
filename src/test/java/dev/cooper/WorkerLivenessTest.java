package dev.cooper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.harness.OffsetClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class WorkerLivenessTest {
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final OffsetClock clock = new OffsetClock();
    private final WorkerLiveness liveness = new WorkerLiveness(waiting::add, clock);

    private Status status() {
        return liveness.call().getStatus();
    }

    @Test
    void workersThatTakeNothingForAMinuteAreDeadAndOneMoreAnswerSavesThem() {
        assertThat(status()).isEqualTo(Status.UP);
        clock.advance(Duration.ofSeconds(30));
        assertThat(status()).isEqualTo(Status.UP);
        clock.advance(Duration.ofSeconds(31));
        assertThat(status()).isEqualTo(Status.DOWN);
        assertThat(waiting).as("one request waits, not one for each question").hasSize(1);

        waiting.remove().run();
        assertThat(status()).isEqualTo(Status.UP);
    }

    @Test
    void workersThatAnswerAreAliveHoweverSeldomTheyAreAsked() {
        for (int i = 0; i < 3; i++) {
            assertThat(status()).isEqualTo(Status.UP);
            waiting.remove().run();
            clock.advance(Duration.ofHours(1));
        }
    }
}
