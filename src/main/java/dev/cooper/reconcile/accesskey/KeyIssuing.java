package dev.cooper.reconcile.accesskey;

import dev.cooper.api.AccessKey;
import dev.cooper.port.Failure;
import dev.cooper.port.IssuedKey;
import dev.cooper.port.StoreException;
import dev.cooper.reconcile.Recorder;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Issues keys one at a time: the intent is recorded before the request, and a key that does not sign requests yet, or
 * that no Secret takes yet, is held until it does, so that retries issue no further keys.
 */
final class KeyIssuing {
    private static final Duration DEFAULT_LIFE = Duration.ofHours(1);

    private final Recorder recorder;
    private final Clock clock;
    /** Keys on their way into a Secret, by the uid of the AccessKey. */
    private final Map<String, NewKey> held = new ConcurrentHashMap<>();
    /** Recorded intents of which this process knows that no key came of them, or has said that one may have. */
    private final Set<String> accountedFor = ConcurrentHashMap.newKeySet();

    KeyIssuing(Recorder recorder, Clock clock) {
        this.recorder = recorder;
        this.clock = clock;
    }

    /** A key, and the intent that it was issued under. */
    record NewKey(String intent, IssuedKey key) {}

    /** A key that signed a request. */
    NewKey prove(KeyWork work) {
        NewKey key = held(work.resource());
        if (key == null) {
            key = issue(work);
            held.put(uid(work.resource()), key);
        }
        work.prove(key.key());
        return key;
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

    private NewKey issue(KeyWork work) {
        String intent = work.keys().revocable()
                ? recordedIntent(work)
                : UUID.randomUUID().toString();
        Integer seconds = work.spec().durationSeconds();
        try {
            return new NewKey(intent, work.keys().issue(seconds == null ? DEFAULT_LIFE : Duration.ofSeconds(seconds)));
        } catch (StoreException e) {
            if (work.keys().revocable() && accountedFor.add(intent) && mayHaveIssued(e.failure())) {
                tellOrphan(work.resource());
            }
            throw e;
        }
    }

    /** A recorded intent serves again when it is known that no key came of it, so that a retry writes no status. */
    private String recordedIntent(KeyWork work) {
        String recorded = work.status().intentID();
        if (recorded != null && accountedFor.contains(recorded)) {
            return recorded;
        }
        if (recorded != null) {
            tellOrphan(work.resource());
        }
        String intent = UUID.randomUUID().toString();
        work.record(work.status().withIntent(work.session().name(), work.source(), intent));
        return intent;
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
