package dev.cooper.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/** A listener: reads requests, lets faults strike them, records them, and carries the answers back. */
final class HttpFront {
    private static final long MAX_BODY = 256L << 20;
    private static final System.Logger LOG = System.getLogger(HttpFront.class.getName());

    private final Service service;
    private final Shared shared;
    private final HttpServer server;

    HttpFront(Vertx vertx, String host, int port, Service service, Shared shared) {
        this.service = service;
        this.shared = shared;
        HttpServerOptions options = new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setHandle100ContinueAutomatically(true)
                .setMaxInitialLineLength(16 << 10)
                .setMaxHeaderSize(32 << 10);
        this.server = vertx.createHttpServer(options)
                .requestHandler(http -> accept(new Exchange(vertx.getOrCreateContext(), http), http))
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** What stands behind a listener. */
    interface Service {
        /** What the request is about; needs no authentication and refuses nothing. */
        Recorder.Subject subject(Request request);

        Response handle(Request request, Recorder.Entry entry);

        /** An answer in the service's own error format. */
        Response error(int status, String code, String message);
    }

    /** What the listeners of one simulator have in common. */
    record Shared(Admin admin, Recorder recorder, Faults faults, ExecutorService threads) {}

    int port() {
        return server.actualPort();
    }

    /** Stops listening and closes the connections. */
    void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }

    private void accept(Exchange exchange, HttpServerRequest http) {
        String length = http.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && length.matches("[0-9]{1,18}") && Long.parseLong(length) > MAX_BODY) {
            exchange.answerAndClose(
                    service.error(400, "EntityTooLarge", "The simulator takes bodies of up to 256 MiB."));
            return;
        }
        http.body().onSuccess(body -> shared.threads().execute(() -> serve(exchange, body)));
    }

    private void serve(Exchange exchange, Buffer body) {
        Request request = exchange.request(body);
        if (Admin.isAdmin(request)) {
            exchange.answer(shared.admin().handle(request));
            return;
        }
        Recorder.Entry entry = shared.recorder().begin(request);
        Recorder.Subject subject = service.subject(request);
        entry.subject(subject);
        Optional<FaultRule> fault = shared.faults().strike(subject);
        if (fault.isPresent()) {
            strike(exchange, request, entry, fault.get());
        } else {
            answer(exchange, entry, perform(request, entry));
        }
    }

    private Response perform(Request request, Recorder.Entry entry) {
        try {
            return service.handle(request, entry);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "failed on " + request.method() + " " + request.rawPath(), e);
            return service.error(500, "InternalError", "The simulator failed; its log says why.");
        }
    }

    private static void answer(Exchange exchange, Recorder.Entry entry, Response response) {
        entry.answered(response.status(), response.errorCode());
        exchange.answer(response);
    }

    private void strike(Exchange exchange, Request request, Recorder.Entry entry, FaultRule fault) {
        entry.fault(fault.action().jsonName());
        if (fault.latencyMillis() > 0) {
            CompletableFuture.delayedExecutor(fault.latencyMillis(), MILLISECONDS, shared.threads())
                    .execute(() -> act(exchange, request, entry, fault));
        } else {
            act(exchange, request, entry, fault);
        }
    }

    private void act(Exchange exchange, Request request, Recorder.Entry entry, FaultRule fault) {
        switch (fault.action()) {
            case LATENCY -> answer(exchange, entry, perform(request, entry));
            case STATUS -> answer(exchange, entry, faultResponse(fault));
            case HANG -> entry.unanswered(null);
            case RESET -> {
                entry.unanswered(null);
                exchange.reset();
            }
            case RESET_AFTER -> {
                entry.unanswered(perform(request, entry).errorCode());
                exchange.reset();
            }
            case TRUNCATE -> {
                Response response = perform(request, entry);
                entry.answered(response.status(), response.errorCode());
                exchange.truncate(response);
            }
        }
    }

    private Response faultResponse(FaultRule fault) {
        String body = fault.body();
        String code = fault.code();
        if (body == null) {
            return service.error(fault.status(), code == null ? "InternalError" : code, "A fault was switched on.");
        }
        Response response =
                Response.bytes(fault.status(), body.getBytes(UTF_8)).header("Content-Type", contentType(body));
        return code == null ? response : response.error(code);
    }

    private static String contentType(String body) {
        String start = body.stripLeading();
        if (start.startsWith("<?xml") || start.startsWith("<Error")) {
            return "application/xml";
        }
        return start.startsWith("{") ? "application/json" : "text/html";
    }
}
