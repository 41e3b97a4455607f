package dev.cooper.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code /v3/users/{user}/credentials/OS-EC2}: the keys that sign S3 requests. */
final class KeystoneEc2 {
    private static final String RESTRICTED =
            "Using method 'application_credential' is not allowed for managing additional application credentials.";

    private final Identity identity;

    KeystoneEc2(Identity identity) {
        this.identity = identity;
    }

    /** Keystone lets only unrestricted application credentials make credentials that outlive them. */
    static void refuseRestricted(Identity.Token caller) {
        if (!caller.unrestricted()) {
            throw KeystoneRefusal.forbidden(RESTRICTED);
        }
    }

    Response create(Identity.Token caller, String userId, JsonNode body) {
        refuseRestricted(caller);
        refuseOthers(caller, userId, "identity:ec2_create_credential");
        String projectId = body.path("tenant_id").asText();
        if (projectId.isEmpty()) {
            throw KeystoneRefusal.badRequest("'tenant_id' is a required property.");
        }
        refuseForeignProject(caller, projectId, "identity:ec2_create_credential");
        Ec2Key key = new Ec2Key(Digests.randomHex(16), Digests.randomHex(16), userId, projectId);
        identity.addKey(key);
        ObjectNode root = Keystone.JSON.createObjectNode();
        write(root.putObject("credential"), key);
        return Response.json(201, root.toString());
    }

    Response list(Identity.Token caller, String userId) {
        refuseOthers(caller, userId, "identity:ec2_list_credentials");
        ObjectNode root = Keystone.JSON.createObjectNode();
        ArrayNode list = root.putArray("credentials");
        identity.keys().stream()
                .filter(key -> key.userId().equals(userId))
                .forEach(key -> write(list.addObject(), key));
        root.putObject("links").putNull("next").putNull("previous");
        return Response.json(200, root.toString());
    }

    Response get(Identity.Token caller, String userId, String access) {
        refuseOthers(caller, userId, "identity:ec2_get_credential");
        ObjectNode root = Keystone.JSON.createObjectNode();
        write(root.putObject("credential"), find(userId, access));
        return Response.json(200, root.toString());
    }

    Response delete(Identity.Token caller, String userId, String access) {
        refuseRestricted(caller);
        refuseOthers(caller, userId, "identity:ec2_delete_credential");
        identity.deleteKey(find(userId, access).access());
        return Response.empty(204);
    }

    void refuseForeignProject(Identity.Token caller, String projectId, String action) {
        if (identity.project(projectId).isEmpty()) {
            throw KeystoneRefusal.notFound("Could not find project: " + projectId + ".");
        }
        if (!caller.user().projectIds().contains(projectId)) {
            throw KeystoneRefusal.forbidden(action);
        }
    }

    private Ec2Key find(String userId, String access) {
        return identity.key(access)
                .filter(key -> key.userId().equals(userId))
                .orElseThrow(() -> KeystoneRefusal.notFound("Could not find credential: " + access + "."));
    }

    private static void refuseOthers(Identity.Token caller, String userId, String action) {
        if (!caller.user().id().equals(userId)) {
            throw KeystoneRefusal.forbidden(action);
        }
    }

    private static void write(ObjectNode out, Ec2Key key) {
        out.put("access", key.access())
                .put("secret", key.secret())
                .put("user_id", key.userId())
                .put("tenant_id", key.projectId())
                .putNull("trust_id")
                .putObject("links")
                .put("self", "/v3/users/" + key.userId() + "/credentials/OS-EC2/" + key.access());
    }
}
