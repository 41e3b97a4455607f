package dev.cooper.reconcile.accesskey;

import dev.cooper.api.AccessKey;
import dev.cooper.api.AccessKeySpec;
import dev.cooper.api.AccessKeyStatus;
import dev.cooper.api.FirstKey;
import dev.cooper.api.KeySource;
import dev.cooper.connection.StoreSession;
import dev.cooper.plan.KeyRight;
import dev.cooper.port.Failure;
import dev.cooper.port.IssuedKey;
import dev.cooper.port.KeyPort;
import dev.cooper.port.KeyRequest;
import dev.cooper.port.StoreException;
import dev.cooper.reconcile.Finalizers;
import dev.cooper.reconcile.Statuses;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All that providing the key of one AccessKey needs. */
record KeyWork(
        AccessKey resource,
        Context<AccessKey> context,
        StoreSession session,
        KeySource source,
        KeyPort keys,
        List<KeyRight> rights,
        TargetSecret secret,
        TargetConfigMap configMap,
        @Nullable EndpointAddress endpoint) {

    AccessKeySpec spec() {
        return resource.getSpec();
    }

    AccessKeyStatus status() {
        return resource.statusOrEmpty();
    }

    String holder() {
        return resource.getMetadata().getUid();
    }

    SecretContents.Place place() {
        return new SecretContents.Place(
                session.profile().provider(),
                session.endpoint(),
                session.region(),
                !session.profile().wire().contentMd5(),
                rights);
    }

    /** Sees to it that the key that is to come is recorded. */
    void recordIntent() {
        if (resource.hasNoKeyYet()) {
            if (!resource.announcesFirstKey()) {
                FirstKey first = FirstKey.of(resource, source, session.name());
                Finalizers.addWith(context, resource, resource.announcing(first));
            }
        } else if (status().intentID() == null) {
            record(status().withIntent(session.name(), source, KeyPort.newId()));
        }
    }

    /** What the key in the Secret carries if it arrived there, and the status does not tell so yet. */
    @Nullable
    String intentOfArrival() {
        return !revocable()
                ? sessionIntent()
                : resource.hasNoKeyYet() ? FirstKey.intentID(resource) : status().intentID();
    }

    IssuedKey issue(String id, Duration life) {
        return ask(() -> keys.issue(new KeyRequest(holder(), id, rights, spec().roleARN(), life)));
    }

    /**
     * What a session is opened under. Nothing is recorded before that, since a session that is lost ends by itself; one
     * that this spec asked for after the key in force is known by this in the Secret.
     */
    String sessionIntent() {
        return KeyPort.id("%s after %s as %s with %s"
                .formatted(resource.getMetadata().getGeneration(), status().keyID(), role(), toldRights()));
    }

    Set<String> list() {
        return ask(() -> keys.list(holder()));
    }

    /** Ends in {@link Failure.SourceUnsupported} where the store turns out to lack the source. */
    private <T> T ask(Supplier<T> request) {
        try {
            return request.get();
        } catch (StoreException e) {
            throw e.failure() instanceof Failure.Unsupported
                    ? new StoreException(new Failure.SourceUnsupported(
                            source.name(), session.profile().provider(), otherSources()))
                    : e;
        }
    }

    private List<String> otherSources() {
        return session.keys().keySet().stream()
                .filter(other -> other != source)
                .map(KeySource::name)
                .sorted()
                .toList();
    }

    /** Asked for once for each key: an AccessKey's user has the same name all its life. */
    @Nullable
    String principal() {
        return status().principal() != null ? status().principal() : keys.principal(holder());
    }

    /** What the keys may do, as the status tells it; null for everything. */
    @Nullable
    List<String> toldRights() {
        return keys.describe().narrow()
                ? rights.stream().map(KeyRight::toString).sorted().toList()
                : null;
    }

    /** The role whose session the key is to be; null where there is none. */
    @Nullable
    String role() {
        return keys.role(spec().roleARN());
    }

    /** Whether the key in force has other rights or another role than the spec says, and cannot be given these. */
    boolean isOfOtherRights() {
        return keys.describe().rights() == KeyPort.Rights.FIXED
                && (!Objects.equals(toldRights(), status().rights()) || isOfAnotherRole());
    }

    /** Statuses of older versions tell no role. */
    private boolean isOfAnotherRole() {
        return status().roleARN() != null && !status().roleARN().equals(role());
    }

    void revoke(String accessKeyId) {
        keys.revoke(holder(), accessKeyId);
    }

    boolean revocable() {
        return keys.describe().revocable();
    }

    /** What the Secret is to say. */
    Map<String, String> contents(IssuedKey key) {
        return SecretContents.render(spec().secret(), key, place());
    }

    /** Ends in {@link Failure.KeyNotAccepted} when the key signs no request. */
    void prove(IssuedKey key) {
        session.verifier().verify(key, rights.getFirst().bucket());
    }

    /** Keeps a status for the end of this reconciliation. */
    void remember(AccessKeyStatus status) {
        resource.setStatus(status);
    }

    /** Writes a status at once: what follows relies on it after a crash. */
    void record(AccessKeyStatus status) {
        Statuses.writeAhead(context, resource, resource.onlyStatus(status));
    }
}
