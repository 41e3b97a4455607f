package dev.cooper.simulator;

/**
 * A Keystone application credential. The secret stays out of {@code toString}.
 *
 * @param unrestricted whether its tokens may create and delete keys
 */
public record ApplicationCredential(
        String id, String name, String secret, String userId, String projectId, boolean unrestricted) {
    @Override
    public String toString() {
        return "ApplicationCredential[" + id + "]";
    }
}
