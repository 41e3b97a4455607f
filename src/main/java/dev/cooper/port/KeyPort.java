package dev.cooper.port;

import dev.cooper.plan.KeyRight;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One way in which a store issues keys. */
public interface KeyPort extends AutoCloseable {

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

    /** Gives rights to the keys that there are, unless they have just these. For {@link Rights#GRANTED} only. */
    default void grant(String holder, List<KeyRight> rights) {
        throw new UnsupportedOperationException();
    }

    /** Who signs in with a holder's keys, as policies of buckets name it; null where that is no user of the keys' own. */
    default @Nullable String principal(String holder) {
        return null;
    }

    /**
     * ARN of the role whose sessions its keys are, or null where there is none.
     *
     * @param asked the role that an AccessKey names, or null for the store's
     */
    default @Nullable String role(@Nullable String asked) {
        return null;
    }

    /** Removes all that was made for a holder, keys included; what is gone already is no failure. */
    default void dismiss(String holder) {
        // most sources make nothing but keys
    }

    @Override
    default void close() {
        // most sources hold nothing open of their own
    }

    /** An id for a new key, of 32 hexadecimal digits as Keystone's own are. */
    static String newId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /** An id of the same form, always the same for a text. */
    static String id(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
    }

    /**
     * What the keys of a source are like.
     *
     * @param revocable whether keys must be revoked: false for those that expire by themselves
     * @param exclusive whether all keys of a holder are Cooper's, so that one that is recorded nowhere may be removed
     * @param rights which rights they carry
     */
    record Traits(boolean revocable, boolean exclusive, Rights rights) {

        public boolean narrow() {
            return rights != Rights.ALL;
        }
    }

    /** Which rights keys carry. */
    enum Rights {
        /** All that Cooper has. */
        ALL,
        /** Those that were asked for with the key. */
        FIXED,
        /** Those that were granted last. */
        GRANTED
    }
}
