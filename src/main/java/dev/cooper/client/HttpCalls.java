package dev.cooper.client;

import dev.cooper.client.s3.S3Failures;
import dev.cooper.port.Failure;
import dev.cooper.port.StoreException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** HTTP calls to identity services. Follows no redirect, so no credential reaches a host that nobody named. */
public final class HttpCalls implements AutoCloseable {
    /** Answers are tokens and keys; more than this is not an answer. */
    private static final int MAX_ANSWER = 1 << 20;

    private final HttpClient http;
    private final Duration timeout;

    public HttpCalls(@Nullable SSLContext tls, Duration timeout) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5));
        if (tls != null) {
            builder.sslContext(tls);
        }
        this.http = builder.build();
        this.timeout = timeout;
    }

    /**
     * Sends a request; any status is an answer. Ends in {@link Failure.Unreachable} when there is none. What may be
     * repeated is sent once more on a broken connection: a server may close one that was kept alive at any moment.
     */
    public Answer send(String operation, HttpRequest.Builder builder) {
        HttpRequest request = builder.timeout(timeout).build();
        try {
            try {
                return exchange(request);
            } catch (IOException e) {
                if (request.method().equals("POST") || e instanceof HttpTimeoutException) {
                    throw e;
                }
                return exchange(request);
            }
        } catch (IOException e) {
            throw new StoreException(new Failure.Unreachable(operation, S3Failures.connectionProblem(e)), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(new Failure.Unreachable(operation, "interrupted"), e);
        }
    }

    private Answer exchange(HttpRequest request) throws IOException, InterruptedException {
        return new Answer(http.send(
                request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER)));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    /** Status, headers and body of an answer; its text form shows the status only, since bodies carry secrets. */
    public static final class Answer {
        private final HttpResponse<byte[]> response;

        private Answer(HttpResponse<byte[]> response) {
            this.response = response;
        }

        public int status() {
            return response.statusCode();
        }

        public byte[] body() {
            return response.body();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        @Override
        public String toString() {
            return "HTTP " + status();
        }
    }
}
