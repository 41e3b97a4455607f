package dev.cooper.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Speaks JSON to Keystone, to the STS and to the admin calls. */
final class JsonClient {
    static final ObjectMapper JSON = new ObjectMapper();

    private JsonClient() {}

    /** @param headers names and values in turn */
    static HttpResponse<String> send(String method, URI uri, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return SignedClient.HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }

    static URI keystone(KakaoCloudSimulator simulator, String path) {
        return URI.create(simulator.identityEndpoint() + path);
    }

    static HttpResponse<String> passwordToken(KakaoCloudSimulator simulator, String password, String projectId)
            throws IOException, InterruptedException {
        return send(
                "POST", keystone(simulator, "/auth/tokens"), """
                {"auth": {"identity": {"methods": ["password"],
                                       "password": {"user": {"id": "%s", "password": "%s"}}},
                          "scope": {"project": {"id": "%s"}}}}
                """.formatted(simulator.userId(), password, projectId));
    }

    static HttpResponse<String> credentialToken(KakaoCloudSimulator simulator, ApplicationCredential credential)
            throws IOException, InterruptedException {
        return send("POST", keystone(simulator, "/auth/tokens"), """
                {"auth": {"identity": {"methods": ["application_credential"],
                                       "application_credential": {"id": "%s", "secret": "%s"}}}}
                """.formatted(credential.id(), credential.secret()));
    }

    /** A token of the seeded user for the seeded project. */
    static String token(KakaoCloudSimulator simulator) throws IOException, InterruptedException {
        return tokenOf(passwordToken(simulator, simulator.userPassword(), simulator.projectId()));
    }

    static String tokenOf(HttpResponse<String> response) {
        return response.headers().firstValue("X-Subject-Token").orElseThrow();
    }
}
