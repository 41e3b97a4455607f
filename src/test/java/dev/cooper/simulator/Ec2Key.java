package dev.cooper.simulator;

/** A permanent key as Keystone's OS-EC2 API issues it. The secret stays out of {@code toString}. */
public record Ec2Key(String access, String secret, String userId, String projectId) {
    @Override
    public String toString() {
        return "Ec2Key[" + access + " of " + userId + " in " + projectId + "]";
    }
}
