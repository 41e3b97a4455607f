package dev.cooper.port;

/** Proves that a key works, by a request that it signs. */
public interface KeyVerifier {

    /** Ends in {@link Failure.KeyNotAccepted} while the store does not take the key. */
    void verify(IssuedKey key, String bucket);
}
