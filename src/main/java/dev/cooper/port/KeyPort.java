package dev.cooper.port;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/** One way in which a store issues keys. */
public interface KeyPort {

    /**
     * Issues a key.
     *
     * @param id the key's access key id, random, where the store lets Cooper choose one: asked again under the same id,
     *     the same key is found again. Elsewhere the key has an id of the store's choosing.
     * @param duration matters only to sources whose keys expire
     */
    IssuedKey issue(String id, Duration duration);

    /** An id for a new key, of 32 hexadecimal digits as Keystone's own are. */
    static String newId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /** Ids of the keys there are; empty for sources whose keys expire by themselves. */
    Set<String> list();

    /** Revokes a key; one that is gone already is no failure. */
    void revoke(String accessKeyId);

    /** Whether keys must be revoked: false for those that expire by themselves. */
    boolean revocable();
}
