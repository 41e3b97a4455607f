package dev.cooper.client.keystone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cooper.client.HttpCalls;
import dev.cooper.port.Failure;
import dev.cooper.port.IssuedKey;
import dev.cooper.port.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;

/**
 * Keystone v3, signed in by an application credential.
 *
 * @see <a href="https://docs.openstack.org/api-ref/identity/v3/">Identity API v3</a>, whose OS-EC2 extension makes the
 *     keys
 */
public final class Keystone {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** A token this close to its end is not used any more. */
    private static final Duration MARGIN = Duration.ofMinutes(2);

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = 32;

    private final HttpCalls http;
    private final String endpoint;
    private final String credentialId;
    private final String credentialSecret;
    private final Clock clock;
    private @Nullable KeystoneToken cached;

    public Keystone(HttpCalls http, String endpoint, String credentialId, String credentialSecret, Clock clock) {
        this.http = http;
        this.endpoint = endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint;
        this.credentialId = credentialId;
        this.credentialSecret = credentialSecret;
        this.clock = clock;
    }

    /** A token that is good for some minutes at least. */
    public synchronized KeystoneToken token() {
        if (cached == null || clock.instant().plus(MARGIN).isAfter(cached.expiresAt())) {
            cached = authenticate();
        }
        return cached;
    }

    /** Forgets the token: Keystone may end one before its time. */
    public synchronized void forgetToken() {
        cached = null;
    }

    private KeystoneToken authenticate() {
        String operation = "Keystone token";
        JsonNode request = JSON.valueToTree(Map.of(
                "auth",
                Map.of(
                        "identity",
                        Map.of(
                                "methods",
                                new String[] {"application_credential"},
                                "application_credential",
                                Map.of("id", credentialId, "secret", credentialSecret)))));
        HttpCalls.Answer answer = http.send(operation, HttpCalls.post(endpoint + "/auth/tokens", request.toString()));
        if (answer.status() != 201) {
            throw failed(operation, answer);
        }
        JsonNode token = read(operation, answer).path("token");
        return new KeystoneToken(
                answer.header("X-Subject-Token"),
                token.path("user").path("id").asText(),
                token.path("project").path("id").asText(),
                Instant.parse(token.path("expires_at").asText()),
                token.path("application_credential").path("restricted").asBoolean());
    }

    /**
     * Makes a credential of type ec2 with this access id, or finds it again.
     *
     * <p>Not asked for with a restricted application credential: whoever restricted it wants it to make no keys, which
     * OS-EC2 heeds and this API of Keystone 26.1.1 does not.
     *
     * @return empty where Keystone does not let this user choose
     */
    Optional<IssuedKey> createCredential(String access) {
        if (token().restricted()) {
            return Optional.empty();
        }
        String operation = "Keystone credential create";
        String secret = newSecret();
        HttpCalls.Answer answer =
                withToken(operation, token -> post(token, "/credentials", credential(token, access, secret)));
        return switch (answer.status()) {
            case 200, 201 -> Optional.of(new IssuedKey(access, secret, null, null));
            case 409 -> Optional.of(findCredential(access));
            case 403, 404, 405, 501 -> Optional.empty();
            default -> throw failed(operation, answer);
        };
    }

    private static String credential(KeystoneToken token, String access, String secret) {
        String blob =
                JSON.valueToTree(Map.of("access", access, "secret", secret)).toString();
        return JSON.valueToTree(Map.of(
                        "credential",
                        Map.of(
                                "type",
                                "ec2",
                                "user_id",
                                token.userId(),
                                "project_id",
                                token.projectId(),
                                "blob",
                                blob)))
                .toString();
    }

    private IssuedKey findCredential(String access) {
        String operation = "Keystone credential get";
        HttpCalls.Answer answer = withToken(
                operation, token -> request(SdkHttpMethod.GET, token, "/credentials/" + credentialId(access)));
        if (answer.status() != 200) {
            throw failed(operation, answer);
        }
        JsonNode blob = read(
                operation,
                read(operation, answer.body())
                        .path("credential")
                        .path("blob")
                        .asText()
                        .getBytes(StandardCharsets.UTF_8));
        return new IssuedKey(access, blob.path("secret").asText(), null, null);
    }

    private static String newSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    /** Keystone's id of an ec2 credential is the SHA-256 of its access id. */
    private static String credentialId(String access) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(access.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // each JDK has it
        }
    }

    IssuedKey createEc2Key() {
        String operation = "Keystone OS-EC2 create";
        HttpCalls.Answer answer = withToken(
                operation,
                token -> post(
                        token,
                        ec2Keys(token),
                        JSON.valueToTree(Map.of("tenant_id", token.projectId())).toString()));
        if (answer.status() == 403) {
            throw new StoreException(new Failure.KeyCreationForbidden(message(answer)));
        }
        if (answer.status() != 201 && answer.status() != 200) {
            throw failed(operation, answer);
        }
        JsonNode credential = read(operation, answer).path("credential");
        return new IssuedKey(
                credential.path("access").asText(), credential.path("secret").asText(), null, null);
    }

    /** Access key ids of this user in this project. */
    public Set<String> listEc2Keys() {
        String operation = "Keystone OS-EC2 list";
        HttpCalls.Answer answer = withToken(operation, token -> request(SdkHttpMethod.GET, token, ec2Keys(token)));
        if (answer.status() != 200) {
            throw failed(operation, answer);
        }
        Set<String> ids = new HashSet<>();
        for (JsonNode credential : read(operation, answer).path("credentials")) {
            if (credential.path("tenant_id").asText().equals(token().projectId())) {
                ids.add(credential.path("access").asText());
            }
        }
        return ids;
    }

    public void deleteEc2Key(String accessKeyId) {
        String operation = "Keystone OS-EC2 delete";
        HttpCalls.Answer answer =
                withToken(operation, token -> request(SdkHttpMethod.DELETE, token, ec2Keys(token) + "/" + accessKeyId));
        if (answer.status() != 204 && answer.status() != 404) {
            throw failed(operation, answer);
        }
    }

    private static String ec2Keys(KeystoneToken token) {
        return "/users/" + token.userId() + "/credentials/OS-EC2";
    }

    private SdkHttpFullRequest.Builder request(SdkHttpMethod method, KeystoneToken token, String path) {
        return HttpCalls.request(method, endpoint + path).putHeader("X-Auth-Token", token.value());
    }

    private SdkHttpFullRequest.Builder post(KeystoneToken token, String path, String json) {
        return HttpCalls.post(endpoint + path, json).putHeader("X-Auth-Token", token.value());
    }

    /** Sends with the cached token, and once more with a new one when Keystone does not know it any more. */
    private HttpCalls.Answer withToken(String operation, Function<KeystoneToken, SdkHttpFullRequest.Builder> request) {
        HttpCalls.Answer answer = http.send(operation, request.apply(token()));
        if (answer.status() == 401) {
            forgetToken();
            answer = http.send(operation, request.apply(token()));
        }
        return answer;
    }

    private static StoreException failed(String operation, HttpCalls.Answer answer) {
        int status = answer.status();
        return new StoreException(
                switch (status) {
                    case 401 -> new Failure.Unauthenticated(operation, status, "");
                    case 403 -> new Failure.AccessDenied(operation, status, "");
                    case 429 -> new Failure.Throttled(operation, status);
                    default ->
                        status >= 500
                                ? new Failure.StoreError(operation, status, "")
                                : new Failure.Rejected(operation, status, "", message(answer));
                });
    }

    /** Keystone's own sentence, which names no secret. */
    private static String message(HttpCalls.Answer answer) {
        try {
            return JSON.readTree(answer.body()).path("error").path("message").asText();
        } catch (IOException e) {
            return "HTTP " + answer.status();
        }
    }

    private static JsonNode read(String operation, HttpCalls.Answer answer) {
        return read(operation, answer.body());
    }

    private static JsonNode read(String operation, byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new StoreException(new Failure.Unreachable(operation, "an answer that is not JSON"));
        }
    }
}
