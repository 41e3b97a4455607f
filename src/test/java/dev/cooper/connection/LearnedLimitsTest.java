package dev.cooper.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.plan.LoggingFeature;
import dev.cooper.plan.TagsFeature;
import dev.cooper.port.Failure;
import dev.cooper.port.StoreException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LearnedLimitsTest {
    private final MovableClock clock = new MovableClock();
    private final LearnedLimits limits = new LearnedLimits(clock);

    private void fail(Failure failure) {
        StoreException answer = new StoreException(failure);
        assertThatThrownBy(() -> limits.learning(LoggingFeature.INSTANCE, () -> {
                    throw answer;
                }))
                .isSameAs(answer);
    }

    @Test
    void remembersWhatAStoreLacksForAWhile() {
        fail(new Failure.Unsupported("PutBucketLogging", 405, "MethodNotAllowed"));
        assertThat(limits.answers())
                .isEqualTo(Map.of("logging", "PutBucketLogging answered HTTP 405 MethodNotAllowed"));

        clock.advance(LearnedLimits.BELIEVED_FOR.plus(Duration.ofSeconds(1)));
        assertThat(limits.answers()).isEmpty();
    }

    @Test
    void learnsNothingFromOtherFailuresAndFromSuccess() {
        fail(new Failure.AccessDenied("PutBucketLogging", 403, "AccessDenied"));
        assertThat(limits.learning(TagsFeature.INSTANCE, () -> "tags")).isEqualTo("tags");
        assertThat(limits.answers()).isEmpty();
    }
}
