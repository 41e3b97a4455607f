package dev.cooper.reconcile.accesskey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cooper.api.SecretTarget;
import dev.cooper.api.SecretTarget.Format;
import dev.cooper.plan.KeyRight;
import dev.cooper.port.Failure;
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

    /** An entry that no mount shows to ls. */
    private static final String KEPT = ".cooper.json";

    private SecretContents() {}

    /**
     * Where a key leads.
     *
     * @param checksums whether clients may send the newer checksums
     */
    record Place(String provider, String endpoint, String region, boolean checksums, List<KeyRight> rights) {

        List<String> bucketNames() {
            return rights.stream().map(KeyRight::bucket).distinct().toList();
        }

        String port() {
            URI uri = URI.create(endpoint);
            int port = uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("http") ? 80 : 443;
            return Integer.toString(port);
        }

        /** The variables that lead AWS's SDKs and tools there. */
        Map<String, String> variables() {
            Map<String, String> variables = new TreeMap<>();
            variables.put("AWS_REGION", region);
            variables.put("AWS_DEFAULT_REGION", region);
            variables.put("AWS_ENDPOINT_URL_S3", endpoint);
            if (!checksums) {
                variables.put("AWS_REQUEST_CHECKSUM_CALCULATION", "when_required");
                variables.put("AWS_RESPONSE_CHECKSUM_VALIDATION", "when_required");
            }
            if (bucketNames().size() == 1) {
                variables.put("BUCKET_NAME", bucketNames().getFirst());
            }
            return variables;
        }
    }

    /** All entries of the Secret; ends in {@link Failure.Refused} where a template is wrong. */
    static Map<String, String> render(SecretTarget target, IssuedKey key, Place place) {
        Map<String, String> entries = new TreeMap<>();
        for (Format format : target.formatsOrDefault()) {
            entries.putAll(
                    switch (format) {
                        case env -> env(key, place);
                        case credentialsFile -> credentialsFile(key, place);
                        case cosi -> cosi(key, place);
                        case serviceBinding -> serviceBinding(key, place);
                        case obc -> keyVariables(key);
                        case template -> Map.of(); // below, when the names of all others are known
                        case containerCredentials, webIdentity -> Map.of(); // in the ConfigMap
                    });
        }
        if (target.has(Format.template)) {
            target.templateOrEmpty().forEach((name, template) -> {
                if (entries.put(name, SecretTemplate.render(name, template, key, place)) != null) {
                    throw SecretTemplate.refused(name, "another of spec.secret.formats has an entry of that name");
                }
            });
        }
        if (key(entries, key.expiresAt()).filter(key::equals).isEmpty()) {
            entries.put(KEPT, kept(key));
        }
        return entries;
    }

    /** For Secrets of shapes out of which no key can be read. */
    private static String kept(IssuedKey key) {
        ObjectNode kept = JSON.createObjectNode()
                .put("accessKeyID", key.accessKeyId())
                .put("accessSecretKey", key.secretAccessKey());
        if (key.sessionToken() != null) {
            kept.put("sessionToken", key.sessionToken());
        }
        return kept.toString();
    }

    /** The key that a Secret holds, from the first shape that holds a whole one. */
    static Optional<IssuedKey> key(Map<String, String> entries, @Nullable Instant expiresAt) {
        Map<String, String> file = properties(entries.getOrDefault("credentials", ""));
        JsonNode cosi =
                json(entries.getOrDefault("BucketInfo", "{}")).path("spec").path("secretS3");
        JsonNode kept = json(entries.getOrDefault(KEPT, "{}"));
        return Stream.of(
                        key(
                                kept.path("accessKeyID").textValue(),
                                kept.path("accessSecretKey").textValue(),
                                kept.path("sessionToken").textValue(),
                                expiresAt),
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
    private static Map<String, String> env(IssuedKey key, Place place) {
        Map<String, String> env = keyVariables(key);
        env.putAll(place.variables());
        return env;
    }

    private static Map<String, String> keyVariables(IssuedKey key) {
        Map<String, String> variables = new TreeMap<>();
        variables.put("AWS_ACCESS_KEY_ID", key.accessKeyId());
        variables.put("AWS_SECRET_ACCESS_KEY", key.secretAccessKey());
        if (key.sessionToken() != null) {
            variables.put("AWS_SESSION_TOKEN", key.sessionToken());
        }
        return variables;
    }

    /** What AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE point at. */
    private static Map<String, String> credentialsFile(IssuedKey key, Place place) {
        StringBuilder credentials = new StringBuilder("[default]\n")
                .append("aws_access_key_id = %s\n".formatted(key.accessKeyId()))
                .append("aws_secret_access_key = %s\n".formatted(key.secretAccessKey()));
        if (key.sessionToken() != null) {
            credentials.append("aws_session_token = %s\n".formatted(key.sessionToken()));
        }
        StringBuilder config = new StringBuilder("[default]\n")
                .append("region = %s\n".formatted(place.region()))
                .append("endpoint_url = %s\n".formatted(place.endpoint()));
        if (!place.checksums()) {
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
    private static Map<String, String> cosi(IssuedKey key, Place place) {
        String bucket = place.bucketNames().getFirst();
        ObjectNode info = JSON.createObjectNode();
        info.putObject("metadata").put("name", bucket);
        ObjectNode spec = info.putObject("spec").put("bucketName", bucket).put("authenticationType", "KEY");
        spec.putObject("secretS3")
                .put("endpoint", place.endpoint())
                .put("region", place.region())
                .put("accessKeyID", key.accessKeyId())
                .put("accessSecretKey", key.secretAccessKey());
        spec.putArray("protocols").add("s3");
        return Map.of("BucketInfo", info.toString());
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.missingNode(); // edited by somebody: there is no key in it
        }
    }

    /** The entries that servicebinding.io knows, and two that S3 needs beside them. */
    private static Map<String, String> serviceBinding(IssuedKey key, Place place) {
        URI endpoint = URI.create(place.endpoint());
        Map<String, String> entries = new TreeMap<>(Map.of(
                "type", "s3",
                "provider", place.provider(),
                "uri", place.endpoint(),
                "host", endpoint.getHost(),
                "port", place.port(),
                "username", key.accessKeyId(),
                "password", key.secretAccessKey(),
                "region", place.region()));
        if (place.bucketNames().size() == 1) {
            entries.put("bucket", place.bucketNames().getFirst());
        }
        return entries;
    }
}
