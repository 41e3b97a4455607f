package dev.cooper.client.keystone;

import java.time.Instant;

/** A token of Keystone, and whom it speaks for. */
public record KeystoneToken(String value, String userId, String projectId, Instant expiresAt) {
    @Override
    public String toString() {
        return "KeystoneToken[user " + userId + ", project " + projectId + ", expires " + expiresAt + "]";
    }
}
