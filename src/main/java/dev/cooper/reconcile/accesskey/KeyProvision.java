package dev.cooper.reconcile.accesskey;

import dev.cooper.api.AccessKeyStatus;
import dev.cooper.port.Failure;
import dev.cooper.port.IssuedKey;
import dev.cooper.port.KeyPort;
import dev.cooper.port.StoreException;
import dev.cooper.reconcile.Recorder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a Secret holds a key that works: keeps the one that is there, mends what stands around it, or replaces
 * it. A successor stands in the Secret only once it has signed a request, and the key before it is valid until its
 * overlap has passed. At most two keys exist, and while a successor is on its way the working key stays.
 */
final class KeyProvision {
    private final KeyIssuing issuing;
    private final KeySchedule schedule;
    private final RolloutRestarts restarts;
    private final Recorder recorder;

    KeyProvision(KeyIssuing issuing, KeySchedule schedule, Recorder recorder) {
        this.issuing = issuing;
        this.schedule = schedule;
        this.restarts = new RolloutRestarts(recorder);
        this.recorder = recorder;
    }

    void provide(KeyWork work) {
        String configMap =
                work.configMap().write(work.place(), work.endpoint()); // holds no key: while it fails, none is issued
        work.secret() // a key that reached it before a crash, and the status only now
                .arrived(work.intentOfArrival())
                .ifPresent(key ->
                        switched(work, key, KeySchedule.overlap(work.spec().rotationOrNone())));
        keepOrReplace(work);
        if (schedule.isPreviousOver(work.status())) {
            retirePrevious(work);
        }
        work.remember(work.status()
                .withPrincipal(work.principal())
                .withRights(work.toldRights(), work.role())
                .withConfigMap(configMap)
                .withNextRotation(nextRotation(work)));
    }

    private void keepOrReplace(KeyWork work) {
        AccessKeyStatus status = work.status();
        Optional<IssuedKey> current = work.secret()
                .key(KeySchedule.instant(status.expiresAt()))
                .filter(key -> key.accessKeyId().equals(status.keyID()));
        if (current.isPresent() && work.keys().describe().rights() == KeyPort.Rights.GRANTED) {
            work.keys().grant(work.holder(), work.rights());
        }
        if (current.isEmpty() || work.isOfOtherRights() || !works(work, current.get())) {
            replace(work, Duration.ZERO);
        } else if (status.intentID() != null || schedule.isRotationDue(work.resource())) {
            replace(work, KeySchedule.overlap(work.spec().rotationOrNone()));
        } else if (!work.secret().says(work.contents(current.get()))) {
            work.secret().rewrite(work.contents(current.get()));
        }
    }

    /**
     * Whether a key that served before still does. One that the store does not take is only given up when there is a
     * reason for that: somebody edited it, or the store has it no more.
     */
    private static boolean works(KeyWork work, IssuedKey key) {
        try {
            work.prove(key);
            return true;
        } catch (StoreException e) {
            boolean lost = e.failure() instanceof Failure.KeyNotAccepted
                    && (!work.secret().isAsWritten()
                            || !work.revocable()
                            || !work.list().contains(key.accessKeyId()));
            if (lost) {
                return false;
            }
            throw e;
        }
    }

    private void replace(KeyWork work, Duration overlap) {
        if (work.status().previousKeyID() != null) {
            retirePrevious(work);
        }
        KeyIssuing.NewKey successor = issuing.prove(work);
        work.secret()
                .write(
                        work.contents(successor.key()),
                        successor.intent(),
                        successor.key().expiresAt());
        switched(work, successor.key(), overlap);
    }

    private void switched(KeyWork work, IssuedKey key, Duration overlap) {
        issuing.forget(work.resource());
        AccessKeyStatus before = work.status();
        Instant now = schedule.now();
        AccessKeyStatus after = before.withRights(work.toldRights(), work.role())
                .withKey(
                        work.session().name(),
                        work.source(),
                        key.accessKeyId(),
                        now.toString(),
                        text(key.expiresAt()),
                        schedule.rotation(work.spec().rotationOrNone(), now, key.expiresAt())
                                .map(Instant::toString)
                                .orElse(null),
                        work.spec().rotationOrNone().trigger());
        if (before.keyID() == null) {
            recorder.normal(work.resource(), "Issued", "Key " + key.accessKeyId() + " signed a request and is in use.");
        } else {
            recorder.normal(
                    work.resource(), "Rotated", "Key %s replaces %s.".formatted(key.accessKeyId(), before.keyID()));
            restarts.restart(work, key.accessKeyId());
        }
        if (before.keyID() == null || !work.revocable()) {
            work.remember(after);
            return;
        }
        AccessKeyStatus overlapping =
                after.withPrevious(before.keyID(), now.plus(overlap).toString());
        if (overlap.isZero()) {
            work.record(overlapping); // before the revocation, which may be interrupted
        } else {
            work.remember(overlapping);
        }
    }

    private void retirePrevious(KeyWork work) {
        AccessKeyStatus status = work.status();
        String previous = status.previousKeyID();
        if (previous == null) {
            return;
        }
        work.revoke(previous);
        work.remember(status.withPrevious(null, null));
        recorder.normal(work.resource(), "Revoked", "Key " + previous + " revoked; it was replaced.");
    }

    private @Nullable String nextRotation(KeyWork work) {
        AccessKeyStatus status = work.status();
        Instant issuedAt = KeySchedule.instant(status.issuedAt());
        if (issuedAt == null || status.expiresAt() != null) {
            return status.nextRotation();
        }
        return schedule.rotation(work.spec().rotationOrNone(), issuedAt, null)
                .map(Instant::toString)
                .orElse(null);
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
