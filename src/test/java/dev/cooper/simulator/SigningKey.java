package dev.cooper.simulator;

import java.time.Instant;
import java.util.Optional;

/** A key that signs S3 requests. The secrets stay out of {@code toString}. */
sealed interface SigningKey {
    String accessKeyId();

    String secretKey();

    Principal.Member principal();

    /** An OS-EC2 key: valid until it is deleted. */
    record Permanent(String accessKeyId, String secretKey, Principal.Member principal) implements SigningKey {
        @Override
        public String toString() {
            return "Permanent[" + accessKeyId + "]";
        }
    }

    /** Credentials of the STS: need their session token, and end. */
    record Session(
            String accessKeyId, String secretKey, String sessionToken, Instant expiration, Principal.Member principal)
            implements SigningKey {
        @Override
        public String toString() {
            return "Session[" + accessKeyId + "]";
        }
    }

    /** Where the verifier finds keys. */
    interface Lookup {
        Optional<SigningKey> find(String accessKeyId);
    }
}
