package dev.cooper.serve;

import dev.cooper.reconcile.accesskey.KeyHandout;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SSLOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTPS endpoint from which pods fetch their keys: as container credentials by GET, with the token as Authorization,
 * or by AssumeRoleWithWebIdentity.
 */
public final class CredentialsServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CredentialsServer.class);

    private static final String NAME = "([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)";
    private static final Pattern PATH = Pattern.compile("/v1/namespaces/" + NAME + "/accesskeys/" + NAME);
    private static final Pattern ROLE = Pattern.compile("arn:aws:iam:::role/" + NAME + "/" + NAME);

    /** Each asks the API server three times at most. */
    private static final int MOST_AT_ONCE = 64;

    private static final int LONGEST_TOKEN = 16 * 1024;
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

    private static final String BEARER = "Bearer ";

    /** How AWS's SDK for Java begins its User-Agent. It has no session without a token, and sends an empty one. */
    private static final String SDK_FOR_JAVA = "aws-sdk-java/";

    private static final Dialect CONTAINER = new ContainerCredentials();
    private static final Dialect WEB_IDENTITY = new WebIdentityCredentials();

    private final KeyRequests requests;
    private final HttpServer server;
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);

    private CredentialsServer(KeyRequests requests, Vertx vertx, KeyCertOptions certificate) {
        this.requests = requests;
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(certificate)
                        .setEnabledSecureTransportProtocols(PROTOCOLS)
                        .setIdleTimeout((int) IDLE.toSeconds())
                        .setIdleTimeoutUnit(TimeUnit.SECONDS)
                        .setMaxHeaderSize(LONGEST_TOKEN)
                        .setMaxFormAttributeSize(LONGEST_TOKEN))
                .requestHandler(this::handle);
    }

    /** Listens from now on; to port 0 for any that is free. */
    public static CredentialsServer start(
            TokenReviews tokens,
            KeyHandout keys,
            MeterRegistry meters,
            Vertx vertx,
            KeyCertOptions certificate,
            String host,
            int port) {
        CredentialsServer started = new CredentialsServer(new KeyRequests(tokens, keys, meters), vertx, certificate);
        started.server
                .listen(port, host)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        LOG.info("Pods fetch keys on port {}", started.port());
        return started;
    }

    public int port() {
        return server.actualPort();
    }

    /** New connections are met with this certificate from now on. */
    public void renew(KeyCertOptions certificate) {
        server.updateSSLOptions(
                        new SSLOptions().setKeyCertOptions(certificate).setEnabledSecureTransportProtocols(PROTOCOLS))
                .onSuccess(_ -> LOG.info("The certificate of the credentials endpoint is another now"))
                .onFailure(e -> LOG.error("The credentials endpoint keeps its certificate: {}", e.getMessage()));
    }

    private void handle(HttpServerRequest request) {
        if (request.method().equals(HttpMethod.GET)) {
            answer(request, CONTAINER, token(request), target(PATH, request.path()), false);
        } else if (request.method().equals(HttpMethod.POST) && Set.of("", "/").contains(request.path())) {
            request.setExpectMultipart(true);
            request.exceptionHandler(_ -> refuse(request, WEB_IDENTITY, Refusal.NOT_FOUND));
            request.endHandler(_ -> assumeRole(request, request.formAttributes()));
        } else {
            refuse(request, CONTAINER, Refusal.NOT_FOUND);
        }
    }

    /** SDKs send what stands in the file of the token, and nothing before it. */
    private static String token(HttpServerRequest request) {
        String header = Objects.requireNonNullElse(request.getHeader("Authorization"), "");
        return header.startsWith(BEARER) ? header.substring(BEARER.length()) : header;
    }

    private void assumeRole(HttpServerRequest request, MultiMap form) {
        boolean known = "AssumeRoleWithWebIdentity".equals(form.get("Action"));
        answer(
                request,
                WEB_IDENTITY,
                Objects.requireNonNullElse(form.get("WebIdentityToken"), ""),
                known ? target(ROLE, form.get("RoleArn")) : Optional.empty(),
                Objects.requireNonNullElse(request.getHeader("User-Agent"), "").startsWith(SDK_FOR_JAVA));
    }

    private static Optional<KeyRequests.Target> target(Pattern pattern, @Nullable String text) {
        Matcher matcher = pattern.matcher(Objects.requireNonNullElse(text, ""));
        return matcher.matches()
                ? Optional.of(new KeyRequests.Target(
                        Objects.requireNonNull(matcher.group(1)), Objects.requireNonNull(matcher.group(2))))
                : Optional.empty();
    }

    /** Away from the event loop, as the API server is asked. */
    private void answer(
            HttpServerRequest request,
            Dialect dialect,
            String token,
            Optional<KeyRequests.Target> target,
            boolean needsSessionToken) {
        if (target.isEmpty()) {
            refuse(request, dialect, Refusal.NOT_FOUND);
        } else if (!room.tryAcquire()) {
            refuse(request, dialect, Refusal.BUSY);
        } else {
            Thread.ofVirtual().name("credentials").start(() -> {
                try {
                    switch (requests.ask(token, target.get(), needsSessionToken)) {
                        case KeyRequests.Outcome.Granted granted ->
                            send(request, dialect, 200, dialect.key(granted.key()));
                        case KeyRequests.Outcome.Refused refused -> refuse(request, dialect, refused.refusal());
                    }
                } finally {
                    room.release();
                    refuse(request, dialect, Refusal.UNAVAILABLE); // only after an error, which ends this thread
                }
            });
        }
    }

    private static void refuse(HttpServerRequest request, Dialect dialect, Refusal refusal) {
        send(request, dialect, refusal.status(), dialect.refusal(refusal));
    }

    private static void send(HttpServerRequest request, Dialect dialect, int status, String body) {
        HttpServerResponse response = request.response();
        if (!response.closed() && !response.ended()) {
            response.setStatusCode(status)
                    .putHeader("Content-Type", dialect.contentType())
                    .putHeader("Cache-Control", "no-store")
                    .end(body);
        }
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
