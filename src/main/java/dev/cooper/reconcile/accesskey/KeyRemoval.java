package dev.cooper.reconcile.accesskey;

import dev.cooper.api.AccessKey;
import dev.cooper.api.AccessKeyStatus;
import dev.cooper.api.ObjectStore;
import dev.cooper.connection.Sessions;
import dev.cooper.connection.StoreSession;
import dev.cooper.port.Failure;
import dev.cooper.port.IssuedKey;
import dev.cooper.port.KeyPort;
import dev.cooper.port.StoreException;
import dev.cooper.reconcile.Finalizers;
import dev.cooper.reconcile.Recorder;
import dev.cooper.reconcile.StoreResolver;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Revokes the keys of an AccessKey that goes. Its Secret goes with its owner. */
final class KeyRemoval {
    private static final String HOW_TO_LET_GO =
            "To let the key live on and this resource go, remove its finalizer by hand.";

    private final Sessions sessions;
    private final KeyIssuing issuing;
    private final Recorder recorder;

    KeyRemoval(Sessions sessions, KeyIssuing issuing, Recorder recorder) {
        this.sessions = sessions;
        this.issuing = issuing;
        this.recorder = recorder;
    }

    UpdateControl<AccessKey> remove(AccessKey resource, Context<AccessKey> context, StoreResolver stores) {
        if (!Finalizers.isOn(resource)) {
            return UpdateControl.noUpdate();
        }
        try {
            Set<String> ids = keyIds(resource, context);
            if (!ids.isEmpty()) {
                revoke(resource, stores, ids);
            }
        } catch (StoreException e) {
            if (!hasIssuedNothing(e.failure(), resource)) {
                throw new StoreException(new Failure.DeletionBlocked(e.failure(), HOW_TO_LET_GO), e);
            }
        }
        issuing.forget(resource);
        Finalizers.remove(context, resource);
        return UpdateControl.noUpdate();
    }

    /** What lacks the source issued nothing, nor did a store that is not there and that nothing but the spec tells of. */
    private static boolean hasIssuedNothing(Failure failure, AccessKey resource) {
        return switch (failure) {
            case Failure.Unsupported _ -> true;
            case Failure.StoreNotFound _, Failure.NoDefaultStore _, Failure.SourceUnsupported _ ->
                resource.hasNoKeyYet() && !resource.announcesFirstKey();
            default -> false;
        };
    }

    /** The recorded keys, one that is on its way, and one that reached the Secret before it was recorded. */
    private Set<String> keyIds(AccessKey resource, Context<AccessKey> context) {
        AccessKeyStatus status = resource.statusOrEmpty();
        TargetSecret secret = TargetSecret.peek(context.getClient(), resource);
        KeyIssuing.NewKey held = issuing.held(resource);
        return Stream.of(
                        status.keyID(),
                        status.previousKeyID(),
                        status.intentID(),
                        held == null ? null : held.key().accessKeyId(),
                        secret.carriesIntent(status.intentID())
                                ? secret.key(null).map(IssuedKey::accessKeyId).orElse(null)
                                : null)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private void revoke(AccessKey resource, StoreResolver stores, Set<String> ids) {
        AccessKeyStatus status = resource.statusOrEmpty();
        ObjectStore store = stores.resolve(resource, resource.getSpec().storeRef(), status.storeName());
        StoreResolver.requireReady(store);
        StoreSession session = sessions.on(store);
        KeyPort keys =
                session.keys(status.source() == null ? KeyPreparation.source(resource, session) : status.source());
        String holder = resource.getMetadata().getUid();
        ids.forEach(id -> keys.revoke(holder, id));
        keys.dismiss(holder);
        recorder.normal(resource, "Revoked", "Key revoked.");
    }
}
