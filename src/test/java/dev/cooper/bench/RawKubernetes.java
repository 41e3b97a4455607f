package dev.cooper.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cooper.api.ApiGroup;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;

/** Requests to the API server with nothing around them: what a write costs at least. */
final class RawKubernetes {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String APPLY = "application/apply-patch+yaml";

    private final KubernetesClient client;
    private final String namespace;

    RawKubernetes(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    String namespace() {
        return namespace;
    }

    /** Server-side apply of a resource of Cooper's; returns what the API server made of it. */
    JsonNode apply(String plural, String name, String manifest) {
        return parse(send("PATCH", APPLY, ours(plural, name) + "?fieldManager=bench&force=true", manifest));
    }

    void applyStatus(String plural, String name, String manifest) {
        send("PATCH", APPLY, ours(plural, name) + "/status?fieldManager=bench&force=true", manifest);
    }

    void annotate(String plural, String name, String annotation, String value) {
        send(
                "PATCH",
                "application/merge-patch+json",
                ours(plural, name),
                "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}".formatted(annotation, value));
    }

    void create(String path, String manifest) {
        send("POST", "application/json", path, manifest);
    }

    CompletableFuture<?> createLater(String path, String manifest) {
        return client.getHttpClient().sendAsync(request("POST", "application/json", path, manifest), String.class);
    }

    /** Deletes all of Cooper's resources of a kind in the namespace. */
    void deleteAll(String plural) {
        delete(ours(plural, ""));
    }

    void delete(String path) {
        send("DELETE", "application/json", path, "{}");
    }

    private String ours(String plural, String name) {
        return "apis/%s/%s/namespaces/%s/%s/%s".formatted(ApiGroup.GROUP, ApiGroup.VERSION, namespace, plural, name);
    }

    private String send(String method, String type, String path, String body) {
        HttpResponse<String> response = client.getHttpClient()
                .sendAsync(request(method, type, path, body), String.class)
                .join();
        if (!response.isSuccessful()) {
            throw new IllegalStateException(method + " " + path + ": " + response.body());
        }
        return response.body();
    }

    private HttpRequest request(String method, String type, String path, String body) {
        return client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(client.getMasterUrl() + path)
                .method(method, type, body)
                .build();
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
