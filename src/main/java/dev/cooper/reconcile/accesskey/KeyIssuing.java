package dev.cooper.reconcile.accesskey;

import dev.cooper.api.AccessKey;
import dev.cooper.api.AccessKeyStatus;
import dev.cooper.port.Failure;
import dev.cooper.port.IssuedKey;
import dev.cooper.port.StoreException;
import dev.cooper.reconcile.Recorder;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Issues keys one at a time: the intent, which is the key's id where the store lets Cooper choose it, is recorded before
 * the request and serves until the key has arrived, so that a key whose answer was lost is found again. A key that does not sign requests yet, or
 * that no Secret takes yet, is held until it does, so that retries issue no further keys.
 */
final class KeyIssuing {
    private static final Duration DEFAULT_LIFE = Duration.ofHours(1);

    private final Recorder recorder;
    private final Clock clock;
    /** Keys on their way into a Secret, by the uid of the AccessKey. */
    private final Map<String, NewKey> held = new ConcurrentHashMap<>();
    /** Recorded intents of which this process knows that no key came of them yet. */
    private final Set<String> accountedFor = ConcurrentHashMap.newKeySet();

    KeyIssuing(Recorder recorder, Clock clock) {
        this.recorder = recorder;
        this.clock = clock;
    }

    /**
     * A key, and the intent that it was issued under.
     *
     * @param generation of the spec that it was issued for
     */
    record NewKey(String intent, IssuedKey key, @Nullable Long generation) {}

    /** A key that signed a request. */
    NewKey prove(KeyWork work) {
        NewKey key = held(work.resource());
        if (work.revocable()) {
            recordIntent(work); // also of a key that is held: users may have taken the record away meanwhile
        }
        if (key == null || isOutdated(key, work)) {
            key = issue(work);
            held.put(uid(work.resource()), key);
        }
        work.prove(key.key());
        return key;
    }

    /** A session was opened for what the spec said then; the rights of other keys follow it. */
    private static boolean isOutdated(NewKey key, KeyWork work) {
        return !work.revocable()
                && !Objects.equals(
                        key.generation(), work.resource().getMetadata().getGeneration());
    }

    @Nullable
    NewKey held(AccessKey resource) {
        NewKey key = held.get(uid(resource));
        boolean ended = key != null
                && key.key().expiresAt() != null
                && clock.instant().isAfter(key.key().expiresAt());
        return ended ? null : key;
    }

    /** The key has arrived where it belongs, or is of no use any more. */
    void forget(AccessKey resource) {
        held.remove(uid(resource));
        String intent = resource.statusOrEmpty().intentID();
        if (intent != null) {
            accountedFor.remove(intent);
        }
    }

    private void recordIntent(KeyWork work) {
        boolean isNew = work.status().intentID() == null;
        work.recordIntent();
        if (isNew) {
            accountedFor.add(Objects.requireNonNull(work.status().intentID()));
        }
    }

    private NewKey issue(KeyWork work) {
        Integer seconds = work.spec().durationSeconds();
        Duration life = seconds == null ? DEFAULT_LIFE : Duration.ofSeconds(seconds);
        Long generation = work.resource().getMetadata().getGeneration();
        if (!work.revocable()) {
            String intent = work.sessionIntent();
            return new NewKey(intent, work.issue(intent, life), generation);
        }
        String intent = Objects.requireNonNull(work.status().intentID());
        boolean exclusive = work.keys().describe().exclusive();
        if (exclusive) {
            removeUnrecorded(work);
        }
        try {
            IssuedKey key = work.issue(intent, life);
            boolean chosen = key.accessKeyId().equals(intent);
            if (!chosen && !exclusive && !accountedFor.contains(intent)) {
                tellOrphan(work.resource());
            }
            return new NewKey(intent, key, generation);
        } catch (StoreException e) {
            if (mayHaveIssued(e.failure())) {
                accountedFor.remove(intent);
            }
            throw e;
        }
    }

    /** Keys whose answers were lost, or that no Secret held when Cooper died. */
    private static void removeUnrecorded(KeyWork work) {
        AccessKeyStatus status = work.status();
        work.list().stream()
                .filter(id -> !id.equals(status.keyID()) && !id.equals(status.previousKeyID()))
                .forEach(work::revoke);
    }

    private static boolean mayHaveIssued(Failure failure) {
        return failure instanceof Failure.Unreachable || failure instanceof Failure.StoreError;
    }

    private void tellOrphan(AccessKey resource) {
        recorder.warning(
                resource,
                "KeyMayBeOrphaned",
                "A key may have been issued whose secret was lost on the way. It cannot be told from keys of others and"
                        + " is not removed: compare the user's EC2 keys with your Secrets.");
    }

    private static String uid(AccessKey resource) {
        return resource.getMetadata().getUid();
    }
}
