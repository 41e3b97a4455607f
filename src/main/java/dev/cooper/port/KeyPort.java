package dev.cooper.port;

import java.util.Set;
import java.util.UUID;

/** One way in which a store issues keys. */
public interface KeyPort {

    /** What its keys are like. */
    Traits describe();

    /**
     * Issues a key. Asked again for the same id, it finds the same key again where the store lets Cooper choose ids.
     * Elsewhere the key has an id of the store's choosing.
     */
    IssuedKey issue(KeyRequest request);

    /** Ids of the keys there are; empty for sources whose keys expire by themselves. */
    Set<String> list(String holder);

    /** Revokes a key; one that is gone already is no failure. */
    void revoke(String holder, String accessKeyId);

    /** An id for a new key, of 32 hexadecimal digits as Keystone's own are. */
    static String newId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /**
     * What the keys of a source are like.
     *
     * @param revocable whether keys must be revoked: false for those that expire by themselves
     * @param narrow whether a key carries the rights that were asked for, instead of all that Cooper has
     */
    record Traits(boolean revocable, boolean narrow) {}
}
