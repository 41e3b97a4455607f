package dev.cooper.reconcile.accesskey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cooper.api.SecretTarget.Format;
import dev.cooper.connection.StoreSession;
import dev.cooper.port.IssuedKey;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a target Secret says, in the shapes that were asked for. Each shape can be read back. */
final class SecretContents {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SecretContents() {}

    /** All entries of the Secret. */
    static Map<String, String> render(
            List<Format> formats, IssuedKey key, StoreSession session, List<String> bucketNames) {
        Map<String, String> entries = new TreeMap<>();
        for (Format format : formats) {
            entries.putAll(
                    switch (format) {
                        case env -> env(key, session, bucketNames);
                        case credentialsFile -> credentialsFile(key, session);
                        case cosi -> cosi(key, session, bucketNames.getFirst());
                        case serviceBinding -> serviceBinding(key, session, bucketNames);
                    });
        }
        return entries;
    }

    /** The key that a Secret holds, from the first shape that holds a whole one. */
    static Optional<IssuedKey> key(Map<String, String> entries, @Nullable Instant expiresAt) {
        Map<String, String> file = properties(entries.getOrDefault("credentials", ""));
        JsonNode cosi = secretS3(entries.getOrDefault("BucketInfo", "{}"));
        return Stream.of(
                        key(
                                entries.get("AWS_ACCESS_KEY_ID"),
                                entries.get("AWS_SECRET_ACCESS_KEY"),
                                entries.get("AWS_SESSION_TOKEN"),
                                expiresAt),
                        key(
                                file.get("aws_access_key_id"),
                                file.get("aws_secret_access_key"),
                                file.get("aws_session_token"),
                                expiresAt),
                        key(
                                cosi.path("accessKeyID").textValue(),
                                cosi.path("accessSecretKey").textValue(),
                                null,
                                expiresAt),
                        key(entries.get("username"), entries.get("password"), null, expiresAt))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<IssuedKey> key(
            @Nullable String id, @Nullable String secret, @Nullable String token, @Nullable Instant expiresAt) {
        return id == null || secret == null
                ? Optional.empty()
                : Optional.of(new IssuedKey(id, secret, token, expiresAt));
    }

    /** The variables that AWS's SDKs and tools read, for envFrom. */
    private static Map<String, String> env(IssuedKey key, StoreSession session, List<String> bucketNames) {
        Map<String, String> env = new TreeMap<>();
        env.put("AWS_ACCESS_KEY_ID", key.accessKeyId());
        env.put("AWS_SECRET_ACCESS_KEY", key.secretAccessKey());
        if (key.sessionToken() != null) {
            env.put("AWS_SESSION_TOKEN", key.sessionToken());
        }
        env.put("AWS_REGION", session.region());
        env.put("AWS_DEFAULT_REGION", session.region());
        env.put("AWS_ENDPOINT_URL_S3", session.endpoint());
        if (session.profile().wire().contentMd5()) {
            env.put("AWS_REQUEST_CHECKSUM_CALCULATION", "when_required");
            env.put("AWS_RESPONSE_CHECKSUM_VALIDATION", "when_required");
        }
        if (bucketNames.size() == 1) {
            env.put("BUCKET_NAME", bucketNames.getFirst());
        }
        return env;
    }

    /** What AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE point at. */
    private static Map<String, String> credentialsFile(IssuedKey key, StoreSession session) {
        StringBuilder credentials = new StringBuilder("[default]\n")
                .append("aws_access_key_id = %s\n".formatted(key.accessKeyId()))
                .append("aws_secret_access_key = %s\n".formatted(key.secretAccessKey()));
        if (key.sessionToken() != null) {
            credentials.append("aws_session_token = %s\n".formatted(key.sessionToken()));
        }
        StringBuilder config = new StringBuilder("[default]\n")
                .append("region = %s\n".formatted(session.region()))
                .append("endpoint_url = %s\n".formatted(session.endpoint()));
        if (session.profile().wire().contentMd5()) {
            config.append("request_checksum_calculation = when_required\n")
                    .append("response_checksum_validation = when_required\n");
        }
        return Map.of("credentials", credentials.toString(), "config", config.toString());
    }

    private static Map<String, String> properties(String file) {
        Map<String, String> properties = new TreeMap<>();
        file.lines()
                .map(line -> line.split(" = ", 2))
                .filter(parts -> parts.length == 2)
                .forEach(parts -> properties.put(parts[0], parts[1]));
        return properties;
    }

    /** COSI v1alpha1's BucketInfo. */
    private static Map<String, String> cosi(IssuedKey key, StoreSession session, String bucket) {
        ObjectNode info = JSON.createObjectNode();
        info.putObject("metadata").put("name", bucket);
        ObjectNode spec = info.putObject("spec").put("bucketName", bucket).put("authenticationType", "KEY");
        spec.putObject("secretS3")
                .put("endpoint", session.endpoint())
                .put("region", session.region())
                .put("accessKeyID", key.accessKeyId())
                .put("accessSecretKey", key.secretAccessKey());
        spec.putArray("protocols").add("s3");
        return Map.of("BucketInfo", info.toString());
    }

    private static JsonNode secretS3(String bucketInfo) {
        try {
            return JSON.readTree(bucketInfo).path("spec").path("secretS3");
        } catch (JsonProcessingException e) {
            return JSON.missingNode(); // edited by somebody: there is no key in it
        }
    }

    /** The entries that servicebinding.io knows, and two that S3 needs beside them. */
    private static Map<String, String> serviceBinding(IssuedKey key, StoreSession session, List<String> bucketNames) {
        URI endpoint = URI.create(session.endpoint());
        int port = endpoint.getPort() >= 0
                ? endpoint.getPort()
                : endpoint.getScheme().equals("http") ? 80 : 443;
        Map<String, String> entries = new TreeMap<>(Map.of(
                "type", "s3",
                "provider", session.profile().provider(),
                "uri", session.endpoint(),
                "host", endpoint.getHost(),
                "port", Integer.toString(port),
                "username", key.accessKeyId(),
                "password", key.secretAccessKey(),
                "region", session.region()));
        if (bucketNames.size() == 1) {
            entries.put("bucket", bucketNames.getFirst());
        }
        return entries;
    }
}
