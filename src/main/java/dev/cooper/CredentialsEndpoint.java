package dev.cooper;

import dev.cooper.reconcile.accesskey.EndpointAddress;
import dev.cooper.reconcile.accesskey.KeyHandout;
import dev.cooper.serve.CredentialsServer;
import dev.cooper.serve.TokenReviews;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Runs the endpoint from which pods fetch keys, where it is turned on. Each replica does, whoever leads. Its certificate is
 * that of Quarkus' TLS configuration of this name, which sees when the files change.
 */
@Singleton
public class CredentialsEndpoint {
    private static final String TLS = "credentials";

    private final KubernetesClient kubernetes;
    private final MeterRegistry meters;
    private final Vertx vertx;
    private final TlsConfigurationRegistry certificates;
    private final Optional<URI> url;
    private final String audience;
    private final String host;
    private final int port;
    private final Optional<Path> authority;
    private volatile @Nullable CredentialsServer server;
    private volatile @Nullable KeyCertOptions shown;

    /**
     * Where nothing is configured, nothing is started.
     *
     * @param url where pods reach it; turns it on
     * @param audience that tokens must be for
     * @param authority file with the certificates of the authority, which is missing or empty where pods know it anyway
     */
    CredentialsEndpoint(
            KubernetesClient kubernetes,
            MeterRegistry meters,
            Vertx vertx,
            TlsConfigurationRegistry certificates,
            @ConfigProperty(name = "cooper.credentials.url") Optional<URI> url,
            @ConfigProperty(name = "cooper.credentials.audience") String audience,
            @ConfigProperty(name = "cooper.credentials.host") String host,
            @ConfigProperty(name = "cooper.credentials.port") int port,
            @ConfigProperty(name = "cooper.credentials.authority") Optional<Path> authority) {
        this.kubernetes = kubernetes;
        this.meters = meters;
        this.vertx = vertx;
        this.certificates = certificates;
        this.url = url;
        this.audience = audience;
        this.host = host;
        this.port = port;
        this.authority = authority;
    }

    /** What pods are to know of it; null when it is off. */
    @Nullable
    EndpointAddress address() {
        return url.map(root -> new EndpointAddress(root, this::authority)).orElse(null);
    }

    private Optional<String> authority() {
        try {
            return authority.isPresent() && Files.exists(authority.get())
                    ? Optional.of(Files.readString(authority.get())).filter(text -> !text.isBlank())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void start(@Observes StartupEvent event) {
        if (url.isPresent()) {
            KeyCertOptions certificate = certificate().getKeyStoreOptions();
            shown = certificate;
            server = CredentialsServer.start(
                    new TokenReviews(kubernetes, List.of(audience), Clock.systemUTC()),
                    new KeyHandout(kubernetes, Clock.systemUTC()),
                    meters,
                    vertx,
                    certificate,
                    host,
                    port);
        }
    }

    private TlsConfiguration certificate() {
        return certificates
                .get(TLS)
                .orElseThrow(
                        () -> new IllegalStateException(
                                "cooper.credentials.url is given, and no certificate: set quarkus.tls.credentials.key-store.pem.server.cert and .key"));
    }

    /** Quarkus tells of each look at the files; Vert.x drops connections that come while it changes certificates. */
    void renew(@Observes CertificateUpdatedEvent event) {
        CredentialsServer running = server;
        KeyCertOptions certificate = event.tlsConfiguration().getKeyStoreOptions();
        if (running != null && event.name().equals(TLS) && !certificate.equals(shown)) {
            shown = certificate;
            running.renew(certificate);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        CredentialsServer running = server;
        if (running != null) {
            running.close();
        }
    }
}
