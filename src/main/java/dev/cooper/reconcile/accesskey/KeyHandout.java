package dev.cooper.reconcile.accesskey;

import dev.cooper.api.AccessKey;
import dev.cooper.api.AccessKeyStatus;
import dev.cooper.port.IssuedKey;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * Hands the key in a target Secret to whom its AccessKey names. Both are read anew each time, so that whoever is named
 * no more gets nothing; each replica can do so, whoever leads.
 */
public final class KeyHandout {
    /** A key that has no end of its own is asked for again at least so often: it may have to be replaced any time. */
    private static final Duration LONGEST = Duration.ofHours(1);

    /** What is left to a key that is on its way into the status, or has no overlap: SDKs then ask all the time. */
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    private final KubernetesClient kubernetes;
    private final Clock clock;

    public KeyHandout(KubernetesClient kubernetes, Clock clock) {
        this.kubernetes = kubernetes;
        this.clock = clock;
    }

    /** What came of asking for a key. */
    public sealed interface Answer {
        /** Whose {@code expiresAt} tells when to ask again at the latest. */
        record Key(IssuedKey key) implements Answer {}

        /** There is no such AccessKey, or it does not name who asks. */
        record Forbidden() implements Answer {}

        /** The Secret holds no key now. */
        record NotReady() implements Answer {}
    }

    /** Asks for the key of an AccessKey, for a ServiceAccount of its namespace. */
    public Answer ask(String namespace, String name, String serviceAccount) {
        AccessKey resource = kubernetes
                .resources(AccessKey.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
        return resource == null || resource.isMarkedForDeletion() || !names(resource, serviceAccount)
                ? new Answer.Forbidden()
                : key(resource).<Answer>map(Answer.Key::new).orElseGet(Answer.NotReady::new);
    }

    private static boolean names(AccessKey resource, String serviceAccount) {
        return resource.getSpec().credentialsEndpoint() != null
                && resource.getSpec().credentialsEndpoint().serviceAccounts().contains(serviceAccount);
    }

    private Optional<IssuedKey> key(AccessKey resource) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        TargetSecret secret = TargetSecret.peek(kubernetes, resource);
        return (secret.isAsWritten() ? secret.key(null) : Optional.<IssuedKey>empty())
                .map(key -> new IssuedKey(
                        key.accessKeyId(), key.secretAccessKey(), key.sessionToken(), end(resource, key, now)))
                .filter(key -> now.isBefore(Objects.requireNonNull(key.expiresAt())));
    }

    /**
     * When to ask again. The key before this one stays valid for the overlap, whenever it is replaced, so whoever comes
     * back within the overlap is never left with a revoked key.
     */
    private static Instant end(AccessKey resource, IssuedKey key, Instant now) {
        AccessKeyStatus status = resource.statusOrEmpty();
        if (!key.accessKeyId().equals(status.keyID())) {
            return now.plus(SHORTEST);
        }
        Instant expiresAt = KeySchedule.instant(status.expiresAt());
        if (expiresAt != null) {
            return expiresAt;
        }
        Duration overlap = KeySchedule.overlap(resource.getSpec().rotationOrNone());
        return now.plus(
                overlap.compareTo(LONGEST) > 0 ? LONGEST : overlap.compareTo(SHORTEST) < 0 ? SHORTEST : overlap);
    }
}
