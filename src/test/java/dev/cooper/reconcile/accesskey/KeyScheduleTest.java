package dev.cooper.reconcile.accesskey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.RotationSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeyScheduleTest {
    private static final Instant NOW = Instant.parse("2026-11-26T11:00:00Z");

    private final KeySchedule schedule = new KeySchedule(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void temporaryCredentialsAreRenewedAroundHalfTheirLifeAndNotAllAtOnce() {
        List<Instant> times = Stream.generate(
                        () -> schedule.rotation(RotationSpec.NONE, NOW, NOW.plus(Duration.ofHours(1))))
                .limit(100)
                .map(time -> time.orElseThrow())
                .toList();

        assertThat(times).allSatisfy(time -> assertThat(time)
                .isBetween(NOW.plus(Duration.ofMinutes(27)), NOW.plus(Duration.ofMinutes(33))));
        assertThat(times.stream().distinct().count()).isGreaterThan(50);
    }

    @Test
    void keysThatDoNotExpireAreReplacedOnlyAtTheAgeThatTheSpecSays() {
        assertThat(schedule.rotation(RotationSpec.NONE, NOW, null)).isEmpty();
        assertThat(schedule.rotation(new RotationSpec("720h", null, null), NOW, null))
                .contains(NOW.plus(Duration.ofDays(30)));
    }
}
