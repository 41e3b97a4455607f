package dev.cooper.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /v3/auth/tokens}: by password with a project scope, or by application credential, which carries its own. */
final class KeystoneTokens {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'");

    private final Identity identity;

    KeystoneTokens(Identity identity) {
        this.identity = identity;
    }

    Response create(JsonNode body) {
        JsonNode auth = body.path("auth");
        JsonNode proof = auth.path("identity");
        JsonNode methods = proof.path("methods");
        if (!methods.isArray() || methods.isEmpty()) {
            throw KeystoneRefusal.badRequest("'methods' is a required property of auth.identity.");
        }
        Identity.Token token =
                switch (methods.path(0).asText()) {
                    case "password" -> byPassword(proof.path("password").path("user"), auth.path("scope"));
                    case "application_credential" ->
                        byApplicationCredential(proof.path("application_credential"), auth.path("scope"));
                    default ->
                        throw KeystoneRefusal.unauthorized("Attempted to authenticate with an unsupported method.");
                };
        return answer(201, token);
    }

    Response validate(Identity.Token caller, Headers headers) {
        return answer(200, subject(caller, headers, "identity:validate_token"));
    }

    Response revoke(Identity.Token caller, Headers headers) {
        identity.revokeToken(subject(caller, headers, "identity:revoke_token").value());
        return Response.empty(204);
    }

    /** Everybody may look at and revoke the own tokens, and nobody here is a Keystone administrator. */
    private Identity.Token subject(Identity.Token caller, Headers headers, String action) {
        if (!headers.has("X-Subject-Token")) {
            throw KeystoneRefusal.forbidden(action);
        }
        Identity.Token subject = identity.token(headers.get("X-Subject-Token"))
                .orElseThrow(() -> KeystoneRefusal.notFound("Could not recognize Fernet token"));
        if (!subject.user().id().equals(caller.user().id())) {
            throw KeystoneRefusal.forbidden(action);
        }
        return subject;
    }

    private Identity.Token byPassword(JsonNode given, JsonNode scope) {
        Identity.User user = find(given)
                .filter(known ->
                        Digests.same(known.password(), given.path("password").asText()))
                .orElseThrow(KeystoneRefusal::unauthorized);
        return identity.issueToken("password", user, scope(scope, user), null);
    }

    private Optional<Identity.User> find(JsonNode user) {
        return user.has("id")
                ? identity.user(user.path("id").asText())
                : identity.userByName(user.path("name").asText());
    }

    private Identity.@Nullable Project scope(JsonNode scope, Identity.User user) {
        if (scope.isMissingNode()) {
            return null;
        }
        JsonNode wanted = scope.path("project");
        Optional<Identity.Project> project = wanted.has("id")
                ? identity.project(wanted.path("id").asText())
                : identity.projectByName(wanted.path("name").asText());
        return project.filter(found -> user.projectIds().contains(found.id()))
                .orElseThrow(KeystoneRefusal::unauthorized);
    }

    private Identity.Token byApplicationCredential(JsonNode given, JsonNode scope) {
        if (!scope.isMissingNode()) {
            throw KeystoneRefusal.unauthorized("Application credentials cannot request a scope.");
        }
        ApplicationCredential credential = identity.applicationCredential(
                        given.path("id").asText())
                .filter(known ->
                        Digests.same(known.secret(), given.path("secret").asText()))
                .orElseThrow(KeystoneRefusal::unauthorized);
        Identity.User user = identity.user(credential.userId()).orElseThrow(KeystoneRefusal::unauthorized);
        Identity.Project project = identity.project(credential.projectId()).orElseThrow(KeystoneRefusal::unauthorized);
        return identity.issueToken("application_credential", user, project, credential);
    }

    private static Response answer(int status, Identity.Token token) {
        ObjectNode root = Keystone.JSON.createObjectNode();
        ObjectNode body = root.putObject("token");
        body.putArray("methods").add(token.method());
        domain(body.putObject("user")
                .put("id", token.user().id())
                .put("name", token.user().name())
                .putNull("password_expires_at"));
        body.putArray("audit_ids").add(token.auditId());
        body.put("expires_at", time(token.expiresAt())).put("issued_at", time(token.issuedAt()));
        Identity.Project project = token.project();
        if (project != null) {
            domain(body.putObject("project").put("id", project.id()).put("name", project.name()));
            body.put("is_domain", false);
            body.putArray("roles").addObject().put("id", "member").put("name", "member");
            body.putArray("catalog");
        }
        ApplicationCredential credential = token.applicationCredential();
        if (credential != null) {
            body.putObject("application_credential")
                    .put("id", credential.id())
                    .put("name", credential.name())
                    .put("restricted", !credential.unrestricted());
        }
        return Response.json(status, root.toString()).header("X-Subject-Token", token.value());
    }

    private static void domain(ObjectNode of) {
        of.putObject("domain").put("id", "default").put("name", "Default");
    }

    private static String time(Instant instant) {
        return TIME.format(instant.atOffset(ZoneOffset.UTC));
    }
}
