package dev.cooper.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cooper.client.s3.Transport;
import dev.cooper.port.Failure;
import dev.cooper.port.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;

class HttpCallsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final int TOO_LARGE = (1 << 20) + 1;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpCalls calls = new HttpCalls(new Transport(null, 2, TIMEOUT));
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        ended.countDown();
        calls.close();
        server.stop(0);
        threads.close();
    }

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private void on(String path, Handler handler) {
        server.createContext(path, exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add((exchange.getRequestMethod() + " " + path + " " + body).strip());
            try (exchange) {
                handler.handle(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private String uri(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private HttpCalls.Answer get(String path) {
        return calls.send("Get", HttpCalls.request(SdkHttpMethod.GET, uri(path)));
    }

    private static Failure failure(StoreException exception) {
        return exception.failure();
    }

    @Test
    void anyStatusIsAnAnswerAndItsTextShowsNoBody() {
        on("/token", exchange -> {
            exchange.getResponseHeaders().add("X-Subject-Token", "t");
            exchange.sendResponseHeaders(404, 5);
            exchange.getResponseBody().write("found".getBytes(StandardCharsets.UTF_8));
        });

        HttpCalls.Answer answer = calls.send("Post", HttpCalls.post(uri("/token"), "{\"a\":\"ü\"}"));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("x-subject-token")).isEqualTo("t");
        assertThat(answer.body()).asString().isEqualTo("found");
        assertThat(answer).hasToString("HTTP 404");
        assertThat(requests).containsExactly("POST /token {\"a\":\"ü\"}");
    }

    @Test
    void aRedirectIsAnAnswerToo() {
        on("/old", exchange -> {
            exchange.getResponseHeaders().add("Location", uri("/new"));
            exchange.sendResponseHeaders(307, -1);
        });
        on("/new", exchange -> exchange.sendResponseHeaders(200, -1));

        assertThat(get("/old").status()).isEqualTo(307);
        assertThat(requests).containsExactly("GET /old");
    }

    @Test
    void anAnswerThatComesTooSlowlyIsGivenUpThoughEachPartComesInTime() {
        on("/slow", exchange -> {
            exchange.sendResponseHeaders(200, TOO_LARGE - 1);
            OutputStream body = exchange.getResponseBody();
            while (!ended.await(TIMEOUT.toMillis() / 10, TimeUnit.MILLISECONDS)) {
                body.write('x');
                body.flush();
            }
        });

        assertThatThrownBy(() -> get("/slow")).isInstanceOfSatisfying(StoreException.class, e -> assertThat(failure(e))
                .isEqualTo(new Failure.Unreachable("Get", "timed out")));
        assertThat(requests).containsExactly("GET /slow");
    }

    @Test
    void anAnswerOfMoreThanAMebibyteIsNone() {
        on("/large", exchange -> {
            exchange.sendResponseHeaders(200, TOO_LARGE);
            exchange.getResponseBody().write(new byte[TOO_LARGE]);
        });

        assertThatThrownBy(() -> get("/large")).isInstanceOfSatisfying(StoreException.class, e -> assertThat(failure(e))
                .isEqualTo(new Failure.Unreachable("Get", "an answer of more than 1 MiB")));
        assertThat(requests).containsExactly("GET /large");
    }

    @Test
    void whatMayBeRepeatedIsSentOnceMoreOnABrokenConnection() {
        on("/broken", exchange -> {});

        assertThatThrownBy(() -> get("/broken")).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> calls.send("Post", HttpCalls.post(uri("/broken"), "{}")))
                .isInstanceOf(StoreException.class);

        assertThat(requests).containsExactly("GET /broken", "GET /broken", "POST /broken {}");
    }
}
