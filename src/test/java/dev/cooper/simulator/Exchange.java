package dev.cooper.simulator;

import io.netty.channel.ChannelOption;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;

/** A request on the wire and the ways in which it can end. May be ended from any thread. */
final class Exchange {
    private final Context context;
    private final HttpServerRequest http;

    Exchange(Context context, HttpServerRequest http) {
        this.context = context;
        this.http = http;
    }

    Request request(Buffer body) {
        return new Request(http.method().name(), http.uri(), Headers.of(http.headers()), body.getBytes());
    }

    void answer(Response response) {
        context.runOnContext(_ -> {
            HttpServerResponse out = head(response);
            if (isHead() || response.body().length == 0) {
                out.end();
            } else {
                out.end(Buffer.buffer(response.body()));
            }
        });
    }

    /** For a request whose body is not read. */
    void answerAndClose(Response response) {
        context.runOnContext(
                _ -> head(response).end(Buffer.buffer(response.body())).onComplete(_ -> http.connection()
                        .close()));
    }

    /** Announces the whole body and sends half of it. An answer without a body is reset. */
    void truncate(Response response) {
        if (isHead() || response.body().length < 2) {
            reset();
            return;
        }
        context.runOnContext(_ -> head(response)
                .write(Buffer.buffer(response.body()).slice(0, response.body().length / 2))
                .onComplete(_ -> http.connection().close()));
    }

    /** Vert.x has no public way to send a TCP reset; its connection does hold the channel. */
    void reset() {
        context.runOnContext(_ -> {
            if (http.connection() instanceof ConnectionBase connection) {
                connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
                var _ = connection.channel().close();
            } else {
                http.connection().close();
            }
        });
    }

    private HttpServerResponse head(Response response) {
        HttpServerResponse out = http.response().setStatusCode(response.status());
        response.headers().forEach(out::putHeader);
        boolean mayHaveLength = response.status() != 204 && response.status() != 304;
        if (mayHaveLength && !response.headers().containsKey("Content-Length")) {
            out.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(response.body().length));
        }
        return out;
    }

    private boolean isHead() {
        return http.method().equals(HttpMethod.HEAD);
    }
}
