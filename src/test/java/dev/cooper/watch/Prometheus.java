package dev.cooper.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cooper.cluster.Testbed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/** A real Prometheus, which scrapes one process each second. */
final class Prometheus implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path directory;
    private final String endpoint;

    private Prometheus(Path directory, String endpoint) {
        this.directory = directory;
        this.endpoint = endpoint;
    }

    static Prometheus scraping(Path directory, URI target) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("target"), target.getAuthority());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Prometheus(directory, Testbed.run("prometheus/up", directory.toString()));
    }

    /** The result of a query as of now. */
    JsonNode query(String expression) {
        return ask("query", Map.of("query", expression));
    }

    /** The result of a query at each step of a time. */
    JsonNode queryRange(String expression, Instant from, Instant to, long stepSeconds) {
        return ask(
                "query_range",
                Map.of(
                        "query",
                        expression,
                        "start",
                        from.toString(),
                        "end",
                        to.toString(),
                        "step",
                        String.valueOf(stepSeconds)));
    }

    private JsonNode ask(String what, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(parameter ->
                        parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        try {
            HttpResponse<String> response = HTTP.send(
                    HttpRequest.newBuilder(URI.create("%s/api/v1/%s?%s".formatted(endpoint, what, query)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            JsonNode answer = JSON.readTree(response.body());
            if (!answer.path("status").asText().equals("success")) {
                throw new IllegalStateException(parameters.get("query") + ": " + response.body());
            }
            return answer.at("/data/result");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Prometheus was asked", e);
        }
    }

    @Override
    public void close() {
        Testbed.run("prometheus/down", directory.toString());
    }
}
