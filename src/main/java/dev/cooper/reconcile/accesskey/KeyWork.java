package dev.cooper.reconcile.accesskey;

import dev.cooper.api.AccessKey;
import dev.cooper.api.AccessKeySpec;
import dev.cooper.api.AccessKeyStatus;
import dev.cooper.api.KeySource;
import dev.cooper.connection.StoreSession;
import dev.cooper.plan.KeyRight;
import dev.cooper.port.Failure;
import dev.cooper.port.IssuedKey;
import dev.cooper.port.KeyPort;
import dev.cooper.port.KeyRequest;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** All that providing the key of one AccessKey needs. */
record KeyWork(
        AccessKey resource,
        Context<AccessKey> context,
        StoreSession session,
        KeySource source,
        KeyPort keys,
        List<KeyRight> rights,
        TargetSecret secret) {

    AccessKeySpec spec() {
        return resource.getSpec();
    }

    AccessKeyStatus status() {
        return resource.statusOrEmpty();
    }

    String holder() {
        return resource.getMetadata().getUid();
    }

    List<String> bucketNames() {
        return rights.stream().map(KeyRight::bucket).distinct().toList();
    }

    IssuedKey issue(String id, Duration life) {
        return keys.issue(new KeyRequest(holder(), id, rights, life));
    }

    void revoke(String accessKeyId) {
        keys.revoke(holder(), accessKeyId);
    }

    boolean revocable() {
        return keys.describe().revocable();
    }

    /** What the Secret is to say. */
    Map<String, String> contents(IssuedKey key) {
        return SecretContents.render(spec().secret().formatsOrDefault(), key, session, bucketNames());
    }

    /** Ends in {@link Failure.KeyNotAccepted} when the key signs no request. */
    void prove(IssuedKey key) {
        session.verifier().verify(key, bucketNames().getFirst());
    }

    /** Keeps a status for the end of this reconciliation. */
    void remember(AccessKeyStatus status) {
        resource.setStatus(status);
    }

    /** Writes a status at once: what follows relies on it after a crash. */
    void record(AccessKeyStatus status) {
        context.resourceOperations().serverSideApplyPrimaryStatus(resource.onlyStatus(status));
        remember(status);
    }
}
