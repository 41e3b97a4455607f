package dev.cooper.faults;

import java.net.URI;
import java.util.Map;
import java.util.Set;

/** A store behind the proxies, looked at past the operator. */
interface Backend extends AutoCloseable {
    /** Its S3 API. */
    URI endpoint();

    void createBucket(String name);

    void putObject(String bucket, String key);

    /** All that Cooper could change in a bucket, or that there is none. */
    String bucket(String name);

    /** The account's keys by their ids, with their secrets, or "" where the store does not tell them. */
    Map<String, String> keys();

    /** The users that keys were issued to, by their names, with what they may do. */
    default Map<String, String> users() {
        return Map.of();
    }

    /** Removes users with their keys, so that looks at the next run's do not list them. */
    default void removeUsers(Set<String> names) {
        // most stores issue keys of the one user there is
    }

    /** What the store makes of a request that is signed with a key. */
    String tried(WorkloadKey key);

    @Override
    void close();
}
