package dev.cooper.simulator;

import java.util.List;

/** What the simulator starts with. The secrets stay out of {@code toString}. */
record Seed(
        String region,
        String projectId,
        String projectAdminId,
        String userId,
        String password,
        ApplicationCredential applicationCredential,
        ApplicationCredential restrictedApplicationCredential) {

    void plant(Identity identity) {
        identity.add(new Identity.Project(projectId, "project-" + projectId, projectAdminId));
        identity.add(new Identity.User(projectAdminId, "project-admin", Digests.randomText(16), List.of(projectId)));
        identity.add(new Identity.User(userId, "operator", password, List.of(projectId)));
        identity.add(applicationCredential);
        identity.add(restrictedApplicationCredential);
    }

    @Override
    public String toString() {
        return "Seed[" + projectId + ", " + userId + "]";
    }
}
