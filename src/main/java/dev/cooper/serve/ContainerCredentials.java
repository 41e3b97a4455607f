package dev.cooper.serve;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cooper.port.IssuedKey;

/**
 * JSON, as the <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html">container
 * credentials provider</a> of AWS's SDKs reads it.
 */
final class ContainerCredentials implements Dialect {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String contentType() {
        return "application/json";
    }

    /** Without Token where the key needs none: an empty one would be sent to the store. */
    @Override
    public String key(IssuedKey key) {
        ObjectNode document = JSON.createObjectNode()
                .put("AccessKeyId", key.accessKeyId())
                .put("SecretAccessKey", key.secretAccessKey())
                .put("Expiration", Dialect.expiration(key).toString());
        if (key.sessionToken() != null) {
            document.put("Token", key.sessionToken());
        }
        return document.toString();
    }

    @Override
    public String refusal(Refusal refusal) {
        return JSON.createObjectNode()
                .put("code", refusal.code())
                .put("message", refusal.message())
                .toString();
    }
}
