package dev.cooper.serve;

import dev.cooper.port.IssuedKey;
import dev.cooper.port.StoreException;
import dev.cooper.reconcile.accesskey.KeyHandout;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides who gets which key, in whichever dialect it was asked for. */
final class KeyRequests {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRequests.class);

    private final TokenReviews tokens;
    private final KeyHandout keys;
    private final MeterRegistry meters;

    KeyRequests(TokenReviews tokens, KeyHandout keys, MeterRegistry meters) {
        this.tokens = tokens;
        this.keys = keys;
        this.meters = meters;
    }

    /** The key of this AccessKey. */
    record Target(String namespace, String name) {}

    /** A key, or why there is none. */
    sealed interface Outcome {
        record Granted(IssuedKey key) implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}
    }

    /**
     * Asks for a key.
     *
     * @param needsSessionToken whether the client could not use a key without one
     */
    Outcome ask(String token, Target target, boolean needsSessionToken) {
        Outcome outcome = decide(token, target, needsSessionToken);
        switch (outcome) {
            case Outcome.Granted _ -> count("Granted");
            case Outcome.Refused refused -> count(refused.refusal().code());
        }
        return outcome;
    }

    private void count(String outcome) {
        meters.counter("cooper.credentials.requests", "outcome", outcome).increment();
    }

    private Outcome decide(String token, Target target, boolean needsSessionToken) {
        try {
            Optional<User> user = tokens.review(token);
            return user.isPresent()
                    ? decide(user.get(), target, needsSessionToken)
                    : new Outcome.Refused(Refusal.UNAUTHENTICATED);
        } catch (KubernetesClientException | StoreException e) {
            LOG.warn("key of {}/{} not handed out: {}", target.namespace(), target.name(), e.getMessage());
            return new Outcome.Refused(Refusal.UNAVAILABLE);
        }
    }

    private Outcome decide(User user, Target target, boolean needsSessionToken) {
        KeyHandout.Answer answer = user.serviceAccount()
                .filter(account -> account.namespace().equals(target.namespace()))
                .map(account -> keys.ask(target.namespace(), target.name(), account.name()))
                .orElseGet(KeyHandout.Answer.Forbidden::new);
        return switch (answer) {
            case KeyHandout.Answer.Key(IssuedKey key)
            when needsSessionToken && key.sessionToken() == null -> new Outcome.Refused(Refusal.NO_SESSION_TOKEN);
            case KeyHandout.Answer.Key(IssuedKey key) -> {
                LOG.info(
                        "key {} of {}/{} handed to {}",
                        key.accessKeyId(),
                        target.namespace(),
                        target.name(),
                        user.name());
                yield new Outcome.Granted(key);
            }
            case KeyHandout.Answer.Forbidden _ -> {
                LOG.info("key of {}/{} refused to {}", target.namespace(), target.name(), user.name());
                yield new Outcome.Refused(Refusal.FORBIDDEN);
            }
            case KeyHandout.Answer.NotReady _ -> new Outcome.Refused(Refusal.NOT_READY);
        };
    }
}
