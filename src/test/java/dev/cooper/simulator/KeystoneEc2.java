package dev.cooper.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

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

    Response create(Identity.Token caller, String userId, JsonNode body) {
        if (!caller.unrestricted()) {
            throw KeystoneRefusal.forbidden(RESTRICTED); // only here: it may list and delete, measured on 26.1.1
        }
        refuseOthers(caller, userId, "identity:ec2_create_credential");
        String projectId = body.path("tenant_id").asText("None"); // Python's word in Keystone's answer
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

    /** Keystone's id of an ec2 credential is the SHA-256 of its access id. */
    static String credentialId(String access) {
        return Digests.sha256Hex(access.getBytes(UTF_8));
    }

    private Ec2Key find(String userId, String access) {
        return identity.key(access)
                .filter(key -> key.userId().equals(userId))
                .orElseThrow(
                        () -> KeystoneRefusal.notFound("Could not find credential: " + credentialId(access) + "."));
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
