package dev.cooper.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Keystone's general {@code /v3/credentials}, for keys of type ec2 whose access id the client chooses. KakaoCloud's
 * documentation names only OS-EC2, so this is there only when the builder asks for it. Both show the same keys.
 */
final class KeystoneCredentials {
    private final Identity identity;

    KeystoneCredentials(Identity identity) {
        this.identity = identity;
    }

    Response create(Identity.Token caller, JsonNode body) {

        JsonNode given = body.path("credential");
        if (!given.path("type").asText().equals("ec2")) {
            throw KeystoneRefusal.badRequest("Only credentials of type ec2 are simulated.");
        }
        String userId = given.path("user_id").asText();
        if (!userId.equals(caller.user().id())) {
            throw KeystoneRefusal.forbidden("identity:create_credential");
        }
        String projectId = given.path("project_id").asText();
        if (projectId.isEmpty()) {
            throw KeystoneRefusal.badRequest("Credential of type ec2 needs a project_id.");
        }
        new KeystoneEc2(identity).refuseForeignProject(caller, projectId, "identity:create_credential");
        JsonNode blob = blob(given.path("blob").asText());
        String access = blob.path("access").asText();
        String secret = blob.path("secret").asText();
        if (access.isEmpty() || secret.isEmpty()) {
            throw KeystoneRefusal.badRequest("The blob of an ec2 credential holds access and secret.");
        }
        Ec2Key key = new Ec2Key(access, secret, userId, projectId);
        if (!identity.addKey(key)) {
            throw KeystoneRefusal.conflict(
                    "Conflict occurred attempting to store credential - Duplicate entry found with ID " + id(key)
                            + ".");
        }
        return one(201, key);
    }

    Response list(Identity.Token caller, Query query) {
        ObjectNode root = Keystone.JSON.createObjectNode();
        ArrayNode list = root.putArray("credentials");
        identity.keys().stream()
                .filter(key -> key.userId().equals(caller.user().id()))
                .filter(key -> query.get("user_id", key.userId()).equals(key.userId()))
                .filter(_ -> query.get("type", "ec2").equals("ec2"))
                .forEach(key -> write(list.addObject(), key));
        root.putObject("links").putNull("next").putNull("previous");
        return Response.json(200, root.toString());
    }

    Response get(Identity.Token caller, String id) {
        return one(200, find(caller, id, "identity:get_credential"));
    }

    Response delete(Identity.Token caller, String id) {
        identity.deleteKey(find(caller, id, "identity:delete_credential").access());
        return Response.empty(204);
    }

    private static String id(Ec2Key key) {
        return KeystoneEc2.credentialId(key.access());
    }

    /** To a user who is no administrator, a credential that is not there is one that is not theirs. */
    private Ec2Key find(Identity.Token caller, String id, String action) {
        return identity.keys().stream()
                .filter(key ->
                        id(key).equals(id) && key.userId().equals(caller.user().id()))
                .findFirst()
                .orElseThrow(() -> KeystoneRefusal.forbidden(action));
    }

    private static JsonNode blob(String text) {
        try {
            return Keystone.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw KeystoneRefusal.badRequest("Invalid blob in credential");
        }
    }

    private static Response one(int status, Ec2Key key) {
        ObjectNode root = Keystone.JSON.createObjectNode();
        write(root.putObject("credential"), key);
        return Response.json(status, root.toString());
    }

    private static void write(ObjectNode out, Ec2Key key) {
        ObjectNode blob =
                Keystone.JSON.createObjectNode().put("access", key.access()).put("secret", key.secret());
        out.put("id", id(key))
                .put("type", "ec2")
                .put("user_id", key.userId())
                .put("project_id", key.projectId())
                .put("blob", blob.toString())
                .putObject("links")
                .put("self", "/v3/credentials/" + id(key));
    }
}
