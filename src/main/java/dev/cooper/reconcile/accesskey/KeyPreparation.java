package dev.cooper.reconcile.accesskey;

import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.api.BucketAccess;
import dev.cooper.api.KeySource;
import dev.cooper.api.SecretTarget;
import dev.cooper.api.SecretTarget.Format;
import dev.cooper.connection.StoreSession;
import dev.cooper.plan.KeyRight;
import dev.cooper.plan.Refusal;
import dev.cooper.port.Failure;
import dev.cooper.port.IssuedKey;
import dev.cooper.port.KeyPort;
import dev.cooper.port.StoreException;
import dev.cooper.reconcile.Finalizers;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds all that providing a key needs, and refuses what cannot be done before a key is issued. */
final class KeyPreparation {
    /** Any key; templates are tried with it. */
    private static final IssuedKey SAMPLE = new IssuedKey("id", "secret", null, null);

    private KeyPreparation() {}

    /**
     * Prepares the work on one AccessKey.
     *
     * @param endpoint where pods fetch keys; null when that is off
     * @param readyBucket the Bucket on the session's store; ends in {@link Failure.BucketNotReady} while it is not Ready
     */
    static KeyWork prepare(
            AccessKey key,
            Context<AccessKey> context,
            StoreSession session,
            @Nullable EndpointAddress endpoint,
            Function<BucketAccess, Bucket> readyBucket) {
        KeySource source = source(key, session);
        KeyPort keys = session.keys(source);
        if (!keys.describe().narrow() && !key.getSpec().allowsBroad()) {
            throw new StoreException(
                    new Failure.TooBroad(source.name(), session.profile().provider()));
        }
        requireRoomForToken(key, keys);
        SecretMetadata.check(key.getSpec().secret());
        PodVariables.requireEndpoint(key, endpoint);
        List<KeyRight> rights = key.getSpec().buckets().stream()
                .map(access -> new KeyRight(readyBucket.apply(access).bucketName(), access.access(), access.prefix()))
                .toList();
        KeyWork work = new KeyWork(
                key,
                context,
                session,
                source,
                keys,
                rights,
                TargetSecret.read(context.getClient(), key),
                TargetConfigMap.read(context.getClient(), key),
                endpoint);
        SecretContents.render(key.getSpec().secret(), SAMPLE, work.place());
        if (work.revocable() && !key.hasNoKeyYet()) { // the first key is announced together with it
            Finalizers.add(context, key);
        }
        return work;
    }

    /** Without spec.source it stays the one that the key was issued by: no other can revoke it. */
    static KeySource source(AccessKey key, StoreSession session) {
        if (key.getSpec().source() != null) {
            return key.getSpec().source();
        }
        KeySource recorded = key.statusOrEmpty().source();
        if (recorded != null && (session.keys().containsKey(recorded) || !key.hasNoKeyYet())) {
            return recorded;
        }
        return session.profile().keys().sources().stream()
                .filter(session.keys()::containsKey)
                .findFirst()
                .orElseThrow(() -> new StoreException(new Failure.SourceUnsupported(
                        "any source", session.profile().provider(), List.of())));
    }

    /** The schema says the same where spec.source is given. */
    private static void requireRoomForToken(AccessKey key, KeyPort keys) {
        SecretTarget secret = key.getSpec().secret();
        if (!keys.describe().revocable() && (secret.has(Format.cosi) || secret.has(Format.serviceBinding))) {
            throw new StoreException(new Failure.Refused(List.of(new Refusal(
                    Refusal.Kind.INVALID,
                    "spec.secret.formats",
                    "cosi and serviceBinding have no place for the session token of temporary credentials: use env or"
                            + " credentialsFile, or another spec.source"))));
        }
    }
}
