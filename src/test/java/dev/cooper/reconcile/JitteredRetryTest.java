package dev.cooper.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.javaoperatorsdk.operator.processing.retry.RetryExecution;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JitteredRetryTest {

    private static List<Long> delays(int count) {
        RetryExecution execution = new JitteredRetry().initExecution();
        return IntStream.range(0, count)
                .mapToObj(_ -> execution.nextDelay().orElseThrow())
                .toList();
    }

    @Test
    void waitsDoubleUpToHalfAMinuteGiveOrTakeATenth() {
        long[] exact = {1_000, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000};
        List<Long> delays = delays(exact.length);
        for (int i = 0; i < exact.length; i++) {
            assertThat(delays.get(i)).isBetween(exact[i] * 9 / 10, exact[i] * 11 / 10);
        }
    }

    @Test
    void whatFailedTogetherComesBackApart() {
        assertThat(IntStream.range(0, 20).mapToObj(_ -> delays(1).getFirst()).distinct())
                .hasSizeGreaterThan(1);
    }

    @Test
    void itNeverGivesUp() {
        RetryExecution execution = new JitteredRetry().initExecution();
        IntStream.range(0, 1_000).forEach(_ -> execution.nextDelay());

        assertThat(execution.nextDelay()).isPresent();
        assertThat(execution.isLastAttempt()).isFalse();
    }
}
