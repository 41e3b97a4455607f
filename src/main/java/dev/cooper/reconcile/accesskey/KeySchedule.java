package dev.cooper.reconcile.accesskey;

import dev.cooper.api.AccessKey;
import dev.cooper.api.AccessKeyStatus;
import dev.cooper.api.RotationSpec;
import dev.cooper.connection.Durations;
import dev.cooper.reconcile.Pace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When keys are replaced and retire. */
final class KeySchedule {
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

    private final Clock clock;

    KeySchedule(Clock clock) {
        this.clock = clock;
    }

    /** In whole seconds, as statuses tell it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /** Whether the key in force is to be replaced although it works. */
    boolean isRotationDue(AccessKey resource) {
        AccessKeyStatus status = resource.statusOrEmpty();
        String trigger = resource.getSpec().rotationOrNone().trigger();
        boolean triggered = trigger != null && !trigger.equals(status.rotationTrigger());
        return triggered || isPast(status.nextRotation());
    }

    boolean isAnythingDue(AccessKey resource) {
        return isRotationDue(resource) || isPreviousOver(resource.statusOrEmpty());
    }

    boolean isPreviousOver(AccessKeyStatus status) {
        return isPast(status.previousKeyRetiresAt());
    }

    /** Whether the key in force has ended by itself. */
    boolean hasEnded(AccessKeyStatus status) {
        return isPast(status.expiresAt());
    }

    /** Temporary credentials are renewed around half of their life; others at the age that the spec says. */
    Optional<Instant> rotation(RotationSpec rotation, Instant issuedAt, @Nullable Instant expiresAt) {
        if (expiresAt != null) {
            Duration half = Duration.between(issuedAt, expiresAt).dividedBy(2);
            return Optional.of(issuedAt.plus(Pace.jittered(half)).truncatedTo(ChronoUnit.SECONDS));
        }
        return Optional.ofNullable(rotation.every())
                .map(every -> issuedAt.plus(Durations.parse(every, Duration.ZERO, Duration.ZERO)));
    }

    static Duration overlap(RotationSpec rotation) {
        String overlap = rotation.overlap() == null ? RotationSpec.DEFAULT_OVERLAP : rotation.overlap();
        return Durations.parse(overlap, Duration.ZERO, Duration.ZERO);
    }

    /** How long nothing is to be done, at most until the next check. */
    Duration untilNext(AccessKeyStatus status, Duration check) {
        return until(check, status.nextRotation(), status.previousKeyRetiresAt());
    }

    /** A wait that does not outlast the key. */
    Duration untilEnd(AccessKeyStatus status, Duration wait) {
        return hasEnded(status) ? wait : until(wait, status.expiresAt());
    }

    private Duration until(Duration longest, @Nullable String... times) {
        Duration next = Arrays.stream(times)
                .flatMap(time -> Optional.ofNullable(instant(time)).stream())
                .map(time -> Duration.between(clock.instant(), time))
                .reduce(longest, KeySchedule::shorter);
        return next.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : next;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private boolean isPast(@Nullable String time) {
        Instant instant = instant(time);
        return instant != null && !clock.instant().isBefore(instant);
    }

    static @Nullable Instant instant(@Nullable String time) {
        return time == null ? null : Instant.parse(time);
    }
}
