package dev.cooper.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.ChannelOption;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** A listener: reads requests, lets faults strike them, and carries the answers back. */
final class HttpFront {
    private static final long MAX_BODY = 256L << 20;
    private static final System.Logger LOG = System.getLogger(HttpFront.class.getName());

    private final Service service;
    private final Admin admin;
    private final Recorder recorder;
    private final Faults faults;
    private final ExecutorService threads;
    private final HttpServer server;

    HttpFront(
            Vertx vertx,
            String host,
            int port,
            Service service,
            Admin admin,
            Recorder recorder,
            Faults faults,
            ExecutorService threads) {
        this.service = service;
        this.admin = admin;
        this.recorder = recorder;
        this.faults = faults;
        this.threads = threads;
        HttpServerOptions options = new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setHandle100ContinueAutomatically(true)
                .setMaxInitialLineLength(16 << 10)
                .setMaxHeaderSize(32 << 10);
        this.server = vertx.createHttpServer(options)
                .requestHandler(http -> accept(vertx.getOrCreateContext(), http))
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    int port() {
        return server.actualPort();
    }

    /** Stops listening and closes the connections. */
    void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }

    /** What stands behind a listener. */
    interface Service {
        /** What the request is about; needs no authentication and refuses nothing. */
        Recorder.Subject subject(Request request);

        Response handle(Request request, Recorder.Entry entry);

        /** An answer in the service's own error format. */
        Response error(int status, String code, String message);
    }

    private void accept(Context context, HttpServerRequest http) {
        String length = http.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && length.length() < 19 && Long.parseLong(length) > MAX_BODY) {
            write(context, http, service.error(400, "EntityTooLarge", "The simulator takes bodies up to 256 MiB."));
            return;
        }
        http.body().onSuccess(body -> threads.execute(() -> serve(context, http, body)));
    }

    private void serve(Context context, HttpServerRequest http, Buffer body) {
        Request request = new Request(http.method().name(), http.uri(), Headers.of(http.headers()), body.getBytes());
        try {
            if (Admin.isAdmin(request)) {
                write(context, http, admin.handle(request));
                return;
            }
            Recorder.Entry entry = recorder.begin(request);
            Recorder.Subject subject = service.subject(request);
            entry.subject(subject);
            Optional<FaultRule> fault = faults.strike(subject);
            if (fault.isPresent()) {
                strike(context, http, request, entry, fault.get());
            } else {
                Response response = service.handle(request, entry);
                entry.answered(response.status(), response.errorCode());
                write(context, http, response);
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "the simulator failed on " + http.method() + " " + http.path(), e);
            write(context, http, service.error(500, "InternalError", "The simulator failed; see its log."));
        }
    }

    private void strike(
            Context context, HttpServerRequest http, Request request, Recorder.Entry entry, FaultRule fault) {
        entry.fault(fault.action().jsonName());
        if (fault.latencyMillis() > 0 && !slept(fault.latencyMillis())) {
            return;
        }
        switch (fault.action()) {
            case LATENCY -> {
                Response response = service.handle(request, entry);
                entry.answered(response.status(), response.errorCode());
                write(context, http, response);
            }
            case STATUS -> {
                Response response = faultResponse(fault);
                entry.answered(response.status(), response.errorCode());
                write(context, http, response);
            }
            case HANG -> entry.unanswered();
            case RESET -> {
                entry.unanswered();
                reset(context, http);
            }
            case RESET_AFTER -> {
                Response lost = service.handle(request, entry);
                entry.answered(0, lost.errorCode());
                reset(context, http);
            }
            case TRUNCATE -> {
                Response cut = service.handle(request, entry);
                entry.answered(cut.status(), cut.errorCode());
                truncate(context, http, cut);
            }
        }
    }

    /** False when the simulator was closed meanwhile. */
    private static boolean slept(long millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Response faultResponse(FaultRule fault) {
        String body = fault.body();
        String code = fault.code();
        if (body == null) {
            return service.error(fault.status(), code == null ? "InternalError" : code, "A fault was switched on.");
        }
        String type =
                body.stripLeading().startsWith("<?xml") || body.stripLeading().startsWith("<Error")
                        ? "application/xml"
                        : body.stripLeading().startsWith("{") ? "application/json" : "text/html";
        Response response = Response.bytes(fault.status(), body.getBytes(UTF_8)).header("Content-Type", type);
        return code == null ? response : response.error(code);
    }

    private static void write(Context context, HttpServerRequest http, Response response) {
        context.runOnContext(_ -> {
            HttpServerResponse out = head(http, response);
            if (http.method().equals(HttpMethod.HEAD) || response.body().length == 0) {
                out.end();
            } else {
                out.end(Buffer.buffer(response.body()));
            }
        });
    }

    private static void truncate(Context context, HttpServerRequest http, Response response) {
        if (http.method().equals(HttpMethod.HEAD) || response.body().length < 2) {
            reset(context, http);
            return;
        }
        context.runOnContext(_ -> head(http, response)
                .write(Buffer.buffer(response.body()).slice(0, response.body().length / 2))
                .onComplete(_ -> http.connection().close()));
    }

    private static HttpServerResponse head(HttpServerRequest http, Response response) {
        HttpServerResponse out = http.response().setStatusCode(response.status());
        response.headers().forEach(out::putHeader);
        boolean mayHaveLength = response.status() != 204 && response.status() != 304;
        if (mayHaveLength && !response.headers().containsKey("Content-Length")) {
            out.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(response.body().length));
        }
        return out;
    }

    /** Vert.x has no public way to send a TCP reset; its connection does hold the channel. */
    private static void reset(Context context, HttpServerRequest http) {
        context.runOnContext(_ -> {
            if (http.connection() instanceof ConnectionBase connection) {
                connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
                var _ = connection.channel().close();
            } else {
                http.connection().close();
            }
        });
    }
}
