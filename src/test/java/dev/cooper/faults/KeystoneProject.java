package dev.cooper.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A project of OpenStack Keystone's, whose member's EC2 keys a Ceph gateway takes. */
final class KeystoneProject implements Backend {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI keystone;
    private final String userId;
    private final String projectId;
    private final String credentialId;
    private final String credentialSecret;
    private final String token;
    private final RealStore buckets;
    private final Listing listing;

    /**
     * Connects to a project.
     *
     * @param project as testbed/keystone/project describes it
     * @param gateway the S3 API
     */
    KeystoneProject(JsonNode project, URI gateway) {
        JsonNode credential = project.path("applicationCredentials").path("unrestricted");
        this.keystone = URI.create(project.path("endpoint").asText());
        this.userId = project.path("user").path("id").asText();
        this.projectId = project.path("project").path("id").asText();
        this.credentialId = credential.path("id").asText();
        this.credentialSecret = credential.path("secret").asText();
        this.token = signIn();
        WorkloadKey own = createKey();
        this.buckets = new RealStore(gateway, own.id(), own.secret(), false);
        this.listing = new Listing(gateway, "us-east-1");
    }

    /** Whom an ObjectStore signs in as. */
    Map<String, String> signInSecret() {
        return Map.of(
                "OS_APPLICATION_CREDENTIAL_ID", credentialId, "OS_APPLICATION_CREDENTIAL_SECRET", credentialSecret);
    }

    URI keystone() {
        return keystone;
    }

    String id() {
        return projectId;
    }

    private String signIn() {
        String body = json(Map.of(
                "auth",
                Map.of(
                        "identity",
                        Map.of(
                                "methods",
                                new String[] {"application_credential"},
                                "application_credential",
                                Map.of("id", credentialId, "secret", credentialSecret)))));
        return send(request("/auth/tokens").POST(HttpRequest.BodyPublishers.ofString(body)), 201)
                .headers()
                .firstValue("X-Subject-Token")
                .orElseThrow();
    }

    /** With which this test looks at buckets. */
    private WorkloadKey createKey() {
        String id = UUID.randomUUID().toString().replace("-", "");
        String secret = UUID.randomUUID().toString().replace("-", "");
        String body = json(Map.of(
                "credential",
                Map.of(
                        "type",
                        "ec2",
                        "user_id",
                        userId,
                        "project_id",
                        projectId,
                        "blob",
                        json(Map.of("access", id, "secret", secret)))));
        send(signed("/credentials").POST(HttpRequest.BodyPublishers.ofString(body)), 201);
        return new WorkloadKey(id, secret, null);
    }

    @Override
    public Map<String, String> keys() {
        Map<String, String> keys = new TreeMap<>();
        String answer = send(signed("/credentials?type=ec2&user_id=" + userId).GET(), 200)
                .body();
        for (JsonNode credential : read(answer).path("credentials")) {
            JsonNode blob = read(credential.path("blob").asText());
            keys.put(blob.path("access").asText(), blob.path("secret").asText());
        }
        return keys;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(keystone + "/v3" + path)).header("Content-Type", "application/json");
    }

    private HttpRequest.Builder signed(String path) {
        return request(path).header("X-Auth-Token", token);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, int expected) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (answer.statusCode() != expected) {
                throw new IllegalStateException(
                        "Keystone answers %s with %d".formatted(answer.uri(), answer.statusCode()));
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String json(Map<String, ?> content) {
        return JSON.valueToTree(content).toString();
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public URI endpoint() {
        return buckets.endpoint();
    }

    @Override
    public void createBucket(String name) {
        buckets.createBucket(name);
    }

    @Override
    public void putObject(String bucket, String key) {
        buckets.putObject(bucket, key);
    }

    @Override
    public String bucket(String name) {
        return buckets.bucket(name);
    }

    @Override
    public String tried(WorkloadKey key) {
        return listing.with(key);
    }

    @Override
    public void close() {
        listing.close();
        buckets.close();
    }
}
