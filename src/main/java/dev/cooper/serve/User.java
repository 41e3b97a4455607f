package dev.cooper.serve;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Somebody whom the API server knows, as its TokenReview and SubjectAccessReview tell of users. */
public record User(String name, String uid, List<String> groups, Map<String, List<String>> extra) {
    private static final String PREFIX = "system:serviceaccount:";

    public User {
        groups = List.copyOf(groups);
        extra = Map.copyOf(extra);
    }

    /** A ServiceAccount and where it lives. */
    public record ServiceAccount(String namespace, String name) {}

    /** Empty for people and nodes. */
    public Optional<ServiceAccount> serviceAccount() {
        String[] parts =
                name.startsWith(PREFIX) ? name.substring(PREFIX.length()).split(":", -1) : new String[0];
        return parts.length == 2 ? Optional.of(new ServiceAccount(parts[0], parts[1])) : Optional.empty();
    }
}
