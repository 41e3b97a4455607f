package dev.cooper.client.keystone;

import java.time.Instant;

/**
 * A token of Keystone, and whom it speaks for.
 *
 * @param restricted whether it comes of an application credential that is to make no other credentials
 */
public record KeystoneToken(String value, String userId, String projectId, Instant expiresAt, boolean restricted) {
    @Override
    public String toString() {
        return "KeystoneToken[user " + userId + ", project " + projectId + ", expires " + expiresAt + "]";
    }
}
