package dev.cooper.port;

import java.time.Duration;
import java.util.Set;

/** One way in which a store issues keys. */
public interface KeyPort {

    /** Issues a key. A duration matters only to sources whose keys expire. */
    IssuedKey issue(Duration duration);

    /** Ids of the keys there are; empty for sources whose keys expire by themselves. */
    Set<String> list();

    /** Revokes a key; one that is gone already is no failure. */
    void revoke(String accessKeyId);

    /** Whether keys must be revoked: false for those that expire by themselves. */
    boolean revocable();
}
