package dev.cooper;

import dev.cooper.reconcile.CachedResources;
import dev.cooper.serve.StatusServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Runs the status page where a port is configured for it, and costs nothing else. */
@Singleton
public class StatusPage {
    private final KubernetesClient kubernetes;
    private final Vertx vertx;
    private final String host;
    private final OptionalInt port;
    private volatile @Nullable StatusServer server;

    StatusPage(
            KubernetesClient kubernetes,
            Vertx vertx,
            @ConfigProperty(name = "cooper.status-page.host") String host,
            @ConfigProperty(name = "cooper.status-page.port") OptionalInt port) {
        this.kubernetes = kubernetes;
        this.vertx = vertx;
        this.host = host;
        this.port = port;
    }

    /** To be called once the caches are there. */
    void start(CachedResources resources) {
        port.ifPresent(
                number -> server = StatusServer.start(kubernetes, resources, Clock.systemUTC(), vertx, host, number));
    }

    void stop(@Observes ShutdownEvent event) {
        if (server != null) {
            server.close();
        }
    }
}
