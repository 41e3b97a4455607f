package dev.cooper.serve;

import dev.cooper.port.IssuedKey;
import java.time.Instant;
import java.util.Objects;

/** How clients want to be told of keys. */
interface Dialect {
    String contentType();

    String key(IssuedKey key);

    String refusal(Refusal refusal);

    /** Of a key as it is handed out, which always tells when to ask again. */
    static Instant expiration(IssuedKey key) {
        return Objects.requireNonNull(key.expiresAt());
    }
}
