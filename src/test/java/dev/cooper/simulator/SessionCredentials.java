package dev.cooper.simulator;

import java.time.Instant;

/** What the STS hands out. The secrets stay out of {@code toString}. */
public record SessionCredentials(String accessKeyId, String secretAccessKey, String sessionToken, Instant expiration) {
    @Override
    public String toString() {
        return "SessionCredentials[" + accessKeyId + "]";
    }
}
