package dev.cooper.client;

import dev.cooper.client.s3.S3Failures;
import dev.cooper.client.s3.Transport;
import dev.cooper.port.Failure;
import dev.cooper.port.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpResponse;

/** HTTP calls to identity services. Follows no redirect, so no credential reaches a host that nobody named. */
public final class HttpCalls implements AutoCloseable {
    /** Answers are tokens and keys; more than this is not an answer. */
    private static final int MAX_ANSWER = 1 << 20;

    private final SdkHttpClient http;
    private final Duration timeout;

    public HttpCalls(Transport transport) {
        this.http = transport.client().build();
        this.timeout = transport.attemptTimeout();
    }

    public static SdkHttpFullRequest.Builder request(SdkHttpMethod method, String uri) {
        return SdkHttpFullRequest.builder().method(method).uri(URI.create(uri));
    }

    public static SdkHttpFullRequest.Builder post(String uri, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        return request(SdkHttpMethod.POST, uri)
                .putHeader("Content-Type", "application/json")
                .putHeader("Content-Length", Integer.toString(body.length))
                .contentStreamProvider(() -> AbortableInputStream.create(new ByteArrayInputStream(body)));
    }

    /**
     * Sends a request; any status is an answer. Ends in {@link Failure.Unreachable} when there is none. What may be
     * repeated is sent once more on a broken connection: a server may close one that was kept alive at any moment.
     */
    public Answer send(String operation, SdkHttpFullRequest.Builder builder) {
        SdkHttpFullRequest request = builder.build();
        try {
            try {
                return exchange(operation, request);
            } catch (IOException e) {
                if (request.method() == SdkHttpMethod.POST || e instanceof SocketTimeoutException) {
                    throw e;
                }
                return exchange(operation, request);
            }
        } catch (IOException e) {
            throw new StoreException(new Failure.Unreachable(operation, S3Failures.connectionProblem(e)), e);
        }
    }

    /** The client limits the wait for each part of an answer, and this the wait for all of it. */
    private Answer exchange(String operation, SdkHttpFullRequest request) throws IOException {
        ExecutableHttpRequest call = http.prepareRequest(HttpExecuteRequest.builder()
                .request(request)
                .contentStreamProvider(request.contentStreamProvider().orElse(null))
                .build());
        CompletableFuture<Void> deadline =
                new CompletableFuture<Void>().completeOnTimeout(null, timeout.toMillis(), TimeUnit.MILLISECONDS);
        CompletableFuture<Void> _ = deadline.thenRun(call::abort);
        try {
            HttpExecuteResponse response = call.call();
            return new Answer(response.httpResponse(), body(operation, response));
        } catch (IOException e) {
            throw deadline.isDone() ? timedOut(e) : e;
        } finally {
            deadline.cancel(false);
        }
    }

    private static byte[] body(String operation, HttpExecuteResponse response) throws IOException {
        if (response.responseBody().isEmpty()) {
            return new byte[0];
        }
        AbortableInputStream body = response.responseBody().get();
        byte[] bytes = body.readNBytes(MAX_ANSWER + 1);
        if (bytes.length > MAX_ANSWER) {
            body.abort();
            throw new StoreException(new Failure.Unreachable(operation, "an answer of more than 1 MiB"));
        }
        body.close();
        return bytes;
    }

    private static IOException timedOut(IOException cause) {
        SocketTimeoutException timedOut = new SocketTimeoutException();
        timedOut.initCause(cause);
        return timedOut;
    }

    @Override
    public void close() {
        http.close();
    }

    /** Status, headers and body of an answer; its text form shows the status only, since bodies carry secrets. */
    public static final class Answer {
        private final SdkHttpResponse response;
        private final byte[] body;

        private Answer(SdkHttpResponse response, byte[] body) {
            this.response = response;
            this.body = body;
        }

        public int status() {
            return response.statusCode();
        }

        public byte[] body() {
            return body;
        }

        public String header(String name) {
            return response.firstMatchingHeader(name).orElse("");
        }

        @Override
        public String toString() {
            return "HTTP " + status();
        }
    }
}
