package dev.cooper.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Projects, users, tokens and keys: what Keystone keeps and what the S3 side looks up. */
final class Identity implements SigningKey.Lookup {
    static final Duration TOKEN_LIFETIME = Duration.ofHours(12);

    private final Clock clock;
    private final Duration keyRevocationDelay;
    private final Map<String, Project> projects = new HashMap<>();
    private final Map<String, User> users = new HashMap<>();
    private final Map<String, ApplicationCredential> applicationCredentials = new HashMap<>();
    private final Map<String, Token> tokens = new HashMap<>();
    private final Map<String, StoredKey> keys = new LinkedHashMap<>();
    private final Map<String, SigningKey.Session> sessions = new HashMap<>();

    Identity(Clock clock, Duration keyRevocationDelay) {
        this.clock = clock;
        this.keyRevocationDelay = keyRevocationDelay;
    }

    /**
     * @param adminId the user who is storage.admin of every bucket of the project
     */
    record Project(String id, String name, String adminId) {}

    record User(String id, String name, String password, List<String> projectIds) {
        User {
            projectIds = List.copyOf(projectIds);
        }

        @Override
        public String toString() {
            return "User[" + id + "]";
        }
    }

    /**
     * @param project null for a token without a scope
     * @param applicationCredential null for a token by password
     */
    record Token(
            String value,
            String method,
            User user,
            @Nullable Project project,
            @Nullable ApplicationCredential applicationCredential,
            Instant issuedAt,
            Instant expiresAt,
            String auditId) {
        /** Whether it may manage keys. */
        boolean unrestricted() {
            return applicationCredential == null || applicationCredential.unrestricted();
        }

        @Override
        public String toString() {
            return "Token[of " + user.id() + "]";
        }
    }

    /** A deleted key stays for as long as the S3 side goes on accepting it. */
    private record StoredKey(Ec2Key key, @Nullable Instant deletedAt) {}

    synchronized void add(Project project) {
        projects.put(project.id(), project);
    }

    synchronized void add(User user) {
        users.put(user.id(), user);
    }

    synchronized void add(ApplicationCredential credential) {
        applicationCredentials.put(credential.id(), credential);
    }

    synchronized Optional<Project> project(String id) {
        return Optional.ofNullable(projects.get(id));
    }

    synchronized Optional<Project> projectByName(String name) {
        return projects.values().stream()
                .filter(project -> project.name().equals(name))
                .findFirst();
    }

    synchronized Optional<User> user(String id) {
        return Optional.ofNullable(users.get(id));
    }

    /** The display name of a user, or the id of one that is not known (any more). */
    synchronized String nameOf(String userId) {
        User user = users.get(userId);
        return user == null ? userId : user.name();
    }

    synchronized Optional<User> userByName(String name) {
        return users.values().stream().filter(user -> user.name().equals(name)).findFirst();
    }

    synchronized Optional<ApplicationCredential> applicationCredential(String id) {
        return Optional.ofNullable(applicationCredentials.get(id));
    }

    synchronized Token issueToken(
            String method, User user, @Nullable Project project, @Nullable ApplicationCredential credential) {
        Instant now = clock.instant();
        tokens.values().removeIf(token -> !now.isBefore(token.expiresAt()));
        Token token = new Token(
                "gAAAAA" + Digests.randomText(96),
                method,
                user,
                project,
                credential,
                now,
                now.plus(TOKEN_LIFETIME),
                Digests.randomText(16));
        tokens.put(token.value(), token);
        return token;
    }

    synchronized Optional<Token> token(@Nullable String value) {
        return Optional.ofNullable(value == null ? null : tokens.get(value))
                .filter(token -> clock.instant().isBefore(token.expiresAt()));
    }

    synchronized void revokeToken(String value) {
        tokens.remove(value);
    }

    synchronized void revokeTokensOf(String userId) {
        tokens.values().removeIf(token -> token.user().id().equals(userId));
    }

    /** Keeps the key unless its access id is taken by one that is not deleted. */
    synchronized boolean addKey(Ec2Key key) {
        boolean free = key(key.access()).isEmpty();
        if (free) {
            keys.put(key.access(), new StoredKey(key, null));
        }
        return free;
    }

    synchronized List<Ec2Key> keys() {
        List<Ec2Key> all = new ArrayList<>();
        for (StoredKey stored : keys.values()) {
            if (stored.deletedAt() == null) {
                all.add(stored.key());
            }
        }
        return all;
    }

    synchronized Optional<Ec2Key> key(String access) {
        return Optional.ofNullable(keys.get(access))
                .filter(stored -> stored.deletedAt() == null)
                .map(StoredKey::key);
    }

    synchronized void deleteKey(String access) {
        keys.computeIfPresent(access, (_, stored) -> new StoredKey(stored.key(), clock.instant()));
    }

    synchronized SigningKey.Session issueSession(Principal.Member principal, Duration lifetime) {
        Instant now = clock.instant();
        // an expired one is kept for a day, so that its use is told from that of an unknown key
        sessions.values().removeIf(session -> now.isAfter(session.expiration().plus(Duration.ofDays(1))));
        SigningKey.Session session = new SigningKey.Session(
                Digests.randomHex(16), Digests.randomHex(16), Digests.randomText(96), now.plus(lifetime), principal);
        sessions.put(session.accessKeyId(), session);
        return session;
    }

    @Override
    public synchronized Optional<SigningKey> find(String accessKeyId) {
        SigningKey.Session session = sessions.get(accessKeyId);
        if (session != null) {
            return Optional.of(session);
        }
        StoredKey stored = keys.get(accessKeyId);
        if (stored == null || revoked(stored.deletedAt())) {
            return Optional.empty();
        }
        Ec2Key key = stored.key();
        return Optional.of(new SigningKey.Permanent(
                key.access(), key.secret(), new Principal.Member(key.userId(), key.projectId())));
    }

    private boolean revoked(@Nullable Instant deletedAt) {
        return deletedAt != null && !clock.instant().isBefore(deletedAt.plus(keyRevocationDelay));
    }
}
