package dev.cooper.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cooper.reconcile.CachedResources;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The status page: what the controllers' caches hold, for people with a browser. Reads only, and shows each person what
 * the rules of the cluster let that person list.
 */
public final class StatusServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String BEARER = "Bearer ";
    private static final int LONGEST_HEADERS = 16 * 1024;
    private static final int IDLE_SECONDS = 60;

    /** Each holds a worker thread while the API server is asked. */
    private static final int MOST_AT_ONCE = 8;

    /** No script, style or picture but the page's own, no frame around it, and nothing left in caches. */
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-store");

    private record Asset(String type, Buffer content) {}

    private final Map<String, Asset> assets = new LinkedHashMap<>();
    private final TokenReviews tokens;
    private final StatusViews views;
    private final Vertx vertx;
    private final HttpServer server;
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);

    private StatusServer(KubernetesClient kubernetes, CachedResources resources, Clock clock, Vertx vertx) {
        this.tokens = new TokenReviews(kubernetes, List.of(), clock);
        this.views = new StatusViews(resources, new AccessReviews(kubernetes, clock), clock);
        this.vertx = vertx;
        asset("/", "index.html", "text/html; charset=utf-8");
        asset("/status.css", "status.css", "text/css; charset=utf-8");
        asset("/status.js", "status.js", "text/javascript; charset=utf-8");
        asset("/icon.svg", "icon.svg", "image/svg+xml");
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setIdleTimeout(IDLE_SECONDS)
                        .setMaxHeaderSize(LONGEST_HEADERS)
                        .setCompressionSupported(true))
                .requestHandler(this::handle);
    }

    private void asset(String path, String file, String type) {
        try (InputStream content = StatusServer.class.getResourceAsStream("/status-page/" + file)) {
            assets.put(
                    path,
                    new Asset(
                            type,
                            Buffer.buffer(Objects.requireNonNull(content, file).readAllBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Listens from now on; to port 0 for any that is free. */
    public static StatusServer start(
            KubernetesClient kubernetes, CachedResources resources, Clock clock, Vertx vertx, String host, int port) {
        StatusServer started = new StatusServer(kubernetes, resources, clock, vertx);
        started.server
                .listen(port, host)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        LOG.info("The status page is at http://{}:{}/", host, started.port());
        return started;
    }

    public int port() {
        return server.actualPort();
    }

    private void handle(HttpServerRequest request) {
        String path = Objects.requireNonNullElse(request.path(), "");
        Asset asset = assets.get(path);
        HEADERS.forEach(request.response()::putHeader);
        if (!request.method().equals(HttpMethod.GET)) {
            request.response().putHeader("Allow", "GET");
            end(request, 405, "This page only shows: use GET.");
        } else if (path.equals("/api/status")) {
            status(request);
        } else if (asset != null) {
            request.response().putHeader("Content-Type", asset.type()).end(asset.content());
        } else {
            end(request, 404, "There is no such page.");
        }
    }

    private void status(HttpServerRequest request) {
        String authorization = Objects.requireNonNullElse(request.getHeader("Authorization"), "");
        Optional<String> namespace =
                Optional.ofNullable(request.getParam("namespace")).filter(name -> !name.isBlank());
        if (!authorization.startsWith(BEARER)) {
            unauthorized(request, "Give a token of this cluster.");
        } else if (!room.tryAcquire()) {
            end(request, 503, "Too many people look at once. Try again in a moment.");
        } else {
            vertx.executeBlocking(
                            () -> answer(
                                    authorization.substring(BEARER.length()).strip(), namespace),
                            false)
                    .onComplete(_ -> room.release())
                    .onSuccess(answer -> answer.ifPresentOrElse(
                            body -> request.response()
                                    .putHeader("Content-Type", "application/json")
                                    .end(body),
                            () -> unauthorized(request, "The cluster does not accept this token: it may have ended.")))
                    .onFailure(failure -> failed(request, failure));
        }
    }

    /** Empty for a token that is none. */
    private Optional<Buffer> answer(String token, Optional<String> namespace) throws JsonProcessingException {
        Optional<User> user = tokens.review(token);
        return user.isEmpty()
                ? Optional.empty()
                : Optional.of(Buffer.buffer(JSON.writeValueAsBytes(views.of(user.get(), namespace.orElse(null)))));
    }

    private static void failed(HttpServerRequest request, Throwable failure) {
        if (failure instanceof KubernetesClientException e) {
            LOG.warn(
                    "The status page cannot ask the API server who somebody is and what that person may see: {}",
                    e.getMessage());
            end(request, 503, "The API server could not be asked what you may see. Try again in a moment.");
        } else {
            LOG.error("The status page failed", failure);
            end(request, 500, "Cooper failed; its log tells how.");
        }
    }

    private static void unauthorized(HttpServerRequest request, String message) {
        request.response().putHeader("WWW-Authenticate", "Bearer");
        end(request, 401, message);
    }

    private static void end(HttpServerRequest request, int code, String message) {
        HttpServerResponse response = request.response();
        response.setStatusCode(code)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .end(message + "\n");
    }

    @Override
    public void close() {
        server.close();
    }
}
