package dev.cooper.faults;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * A key that was issued to workloads.
 *
 * @param secret "" where the store does not tell it, and checks none
 * @param token of a session; null for keys that do not expire
 */
record WorkloadKey(String id, String secret, @Nullable String token) {
    AwsCredentials credentials() {
        return token == null
                ? AwsBasicCredentials.create(id, secret.isEmpty() ? "unknown" : secret)
                : AwsSessionCredentials.create(id, secret, token);
    }

    /** Its secret stays out of messages. */
    @Override
    public String toString() {
        return id;
    }
}
