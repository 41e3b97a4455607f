package dev.cooper.connection;

import dev.cooper.api.KeySource;
import dev.cooper.api.ObjectStore;
import dev.cooper.api.ObjectStoreStatus;
import dev.cooper.api.PublicAccess;
import dev.cooper.plan.Profile;
import dev.cooper.port.BucketPort;
import dev.cooper.port.ContentPort;
import dev.cooper.port.Failure;
import dev.cooper.port.KeyPort;
import dev.cooper.port.KeyVerifier;
import dev.cooper.port.StoreException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A live connection to one store.
 *
 * @param name the ObjectStore's name
 * @param profile what the store can do, with the ObjectStore's overrides
 * @param learned what the store answered where it turned out to lack a feature, by the feature's name
 * @param endpoint URL of the S3 API
 * @param region region that requests are signed for
 * @param publicAccess whether buckets may be opened to everyone
 * @param driftInterval how often buckets are compared with their specs
 * @param buckets the store's buckets, behind its limits and breaker
 * @param contents what lies in the buckets, behind the same
 * @param verifier proves keys
 * @param keys the sources of keys
 * @param signIn asks the store whose these credentials are
 * @param circuitOpen whether the store is not asked for now, because it failed too often
 * @param checks when the check of a resource comes that was as it should be
 * @param work when other work on a resource comes, which need not wait behind checks
 * @param closing what is let go with the session
 */
public record StoreSession(
        String name,
        Profile profile,
        Supplier<Map<String, String>> learned,
        String endpoint,
        String region,
        PublicAccess publicAccess,
        Duration driftInterval,
        BucketPort buckets,
        ContentPort contents,
        KeyVerifier verifier,
        Map<KeySource, KeyPort> keys,
        Supplier<SignIn> signIn,
        BooleanSupplier circuitOpen,
        Turns checks,
        Turns work,
        Runnable closing)
        implements AutoCloseable {

    /** Runs work when its turn comes. */
    public interface Turns {
        <T> T take(Supplier<T> work);
    }

    /**
     * Whose credentials are.
     *
     * @param account the account that owns what is made with them
     * @param user the user, as ACLs name it
     */
    public record SignIn(String account, String user) {}

    /**
     * Does something with a resource, in its turn.
     *
     * @param settled whether the resource was as it should be, and is only checked
     */
    public <T> T inTurn(boolean settled, Supplier<T> something) {
        return (settled ? checks : work).take(something);
    }

    public KeyPort keys(KeySource source) {
        KeyPort port = keys.get(source);
        if (port == null) {
            throw new StoreException(new Failure.SourceUnsupported(
                    source.name(),
                    profile.provider(),
                    keys.keySet().stream().map(Enum::name).sorted().toList()));
        }
        return port;
    }

    /** The profile without what the store turned out to lack. */
    public Profile offer() {
        Map<String, String> lacking = learned.get();
        return lacking.isEmpty()
                ? profile
                : profile.withOverrides(
                        lacking.keySet().stream().collect(Collectors.toMap(feature -> feature, _ -> false)));
    }

    /** Where an object of a public bucket is read, without the object's key. */
    public String publicUrl(ObjectStore store, String bucket) {
        ObjectStoreStatus status = Objects.requireNonNullElse(store.getStatus(), ObjectStoreStatus.EMPTY);
        return profile.publicUrl()
                .replace("{endpoint}", endpoint)
                .replace("{region}", region)
                .replace("{account}", Objects.requireNonNullElse(status.accountID(), ""))
                .replace("{tenant:}", tenantPrefix(Objects.requireNonNullElse(status.userID(), "")))
                .replace("{bucket}", bucket);
    }

    private static String tenantPrefix(String user) {
        return user.contains("$") ? user.substring(0, user.indexOf('$')) + ":" : "";
    }

    @Override
    public void close() {
        closing.run();
    }
}
