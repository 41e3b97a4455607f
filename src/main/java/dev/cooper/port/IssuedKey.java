package dev.cooper.port;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Credentials for S3 requests.
 *
 * @param accessKeyId the id, which is no secret
 * @param secretAccessKey the signing secret
 * @param sessionToken goes with temporary credentials, else null
 * @param expiresAt when they end by themselves, or null for never
 */
public record IssuedKey(
        String accessKeyId,
        String secretAccessKey,
        @Nullable String sessionToken,
        @Nullable Instant expiresAt) {

    @Override
    public String toString() {
        return "IssuedKey[" + accessKeyId + "]";
    }
}
