package dev.cooper.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    private static final Duration FALLBACK = Duration.ofMinutes(10);
    private static final Duration FLOOR = Duration.ofSeconds(10);

    private static Duration parse(@Nullable String text) {
        return Durations.parse(text, FALLBACK, FLOOR);
    }

    @ParameterizedTest
    @CsvSource({
        "90s,PT90S",
        "10m,PT10M",
        "1h,PT1H",
        "1h30m,PT1H30M",
        "1h30m5s,PT1H30M5S",
        "1h5s,PT1H5S",
        "010m,PT10M",
        "10s,PT10S"
    })
    void readsWhatKubernetesUsersWrite(String text, Duration expected) {
        assertThat(parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9s", "0s", "0h0m0s"})
    void isNeverShorterThanTheFloor(String text) {
        assertThat(parse(text)).isEqualTo(FLOOR);
    }

    @ParameterizedTest
    @NullAndEmptySource
    void fallsBack(@Nullable String text) {
        assertThat(parse(text)).isEqualTo(FALLBACK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "10 m", "1d", "m", "-"})
    void whatTheSchemaRefusesIsNotGuessedAt(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(DateTimeParseException.class);
    }

    @Property
    void readsAllThatTheSchemaTakes(
            @ForAll @IntRange(max = 99_999) int hours,
            @ForAll @IntRange(max = 99_999) int minutes,
            @ForAll @IntRange(max = 99_999) int seconds) {
        Duration duration = parse("%dh%dm%ds".formatted(hours, minutes, seconds));
        Duration written = Duration.ofHours(hours).plusMinutes(minutes).plusSeconds(seconds);
        assertThat(duration).isEqualTo(written.compareTo(FLOOR) < 0 ? FLOOR : written);
        assertThatCode(duration::toMillis).doesNotThrowAnyException();
    }
}
