package dev.cooper.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;

/**
 * Fabric8's mock API server, in this process, with the one thing that the operator needs and the mock lacks:
 * server-side apply, here for a single manager, which replaces what it applies. No schema, no CEL, no RBAC: those need
 * a real API server.
 */
public final class EmbeddedApiServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private final KubernetesMockServer server;

    private EmbeddedApiServer(KubernetesMockServer server) {
        this.server = server;
    }

    public static EmbeddedApiServer start() {
        KubernetesMockServer server = new KubernetesMockServer(
                new Context(JSON), new MockWebServer(), new HashMap<>(), new WithApply(), false);
        server.init();
        return new EmbeddedApiServer(server);
    }

    public KubernetesClient client() {
        return server.createClient();
    }

    /** For other processes on this machine. */
    public String kubeconfig() {
        return """
                apiVersion: v1
                kind: Config
                current-context: embedded
                clusters: [{name: embedded, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: embedded, user: {}}]
                contexts: [{name: embedded, context: {cluster: embedded, user: embedded}}]
                """.formatted(server.getPort());
    }

    @Override
    public void close() {
        server.destroy();
    }

    private static final class WithApply extends KubernetesCrudDispatcher {
        @Override
        public MockResponse handlePatch(RecordedRequest request) {
            String contentType = request.getHeader("Content-Type");
            return contentType != null && contentType.startsWith("application/apply-patch")
                    ? apply(request)
                    : super.handlePatch(request);
        }

        private MockResponse apply(RecordedRequest request) {
            String path = request.getPath().replaceFirst("\\?.*", "");
            JsonNode applied = parse(request.getUtf8Body());
            boolean exists = handleGet(path.replaceFirst("/status$", "")).code() != HttpURLConnection.HTTP_NOT_FOUND;
            if (path.endsWith("/status")) {
                ArrayNode patch = JSON.createArrayNode();
                set(patch, "/status", applied.path("status"));
                JsonNode version = applied.at("/metadata/resourceVersion");
                if (version.isTextual()) {
                    set(patch, "/metadata/resourceVersion", version);
                }
                return super.handlePatch(
                        with(request, HttpMethod.PATCH, path, "application/json-patch+json", patch.toString()));
            }
            return exists
                    ? super.handlePatch(
                            with(request, HttpMethod.PATCH, path, "application/merge-patch+json", applied.toString()))
                    : handleCreate(with(
                            request,
                            HttpMethod.POST,
                            path.substring(0, path.lastIndexOf('/')),
                            "application/json",
                            applied.toString()));
        }

        private static void set(ArrayNode patch, String path, JsonNode value) {
            patch.addObject().put("op", "add").put("path", path).set("value", value);
        }

        private static JsonNode parse(String body) {
            try {
                return YAML.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static RecordedRequest with(
                RecordedRequest request, HttpMethod method, String path, String contentType, String body) {
            Headers headers = Headers.builder().add("Content-Type", contentType).build();
            return new RecordedRequest(
                    request.getHttpVersion(), method, path, headers, new Buffer(body.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
