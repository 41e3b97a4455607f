package dev.cooper;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.api.BucketPolicy;
import dev.cooper.api.ObjectStore;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClientOptions;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** How the Kubernetes client is set up. Quarkus would do so too, and spend a good part of the start on it. */
@Singleton
public class KubernetesConnection {
    /** How each is read is found out beside the rest of the start, before the first list comes. */
    private static final List<Class<? extends HasMetadata>> WATCHED =
            List.of(Bucket.class, AccessKey.class, ObjectStore.class, BucketPolicy.class, Secret.class);

    /** As many requests as are under way at once, events included; more wait. Each costs a handshake, and memory at rest. */
    private static final int CONNECTIONS = 32;

    /** Read once; Quarkus reads it twice. */
    @Produces
    @Singleton
    static Config config() {
        return Config.autoConfigure(null);
    }

    /** Knows no resource by its kind alone: each is asked for by its class, and some 600 more need not be looked at. */
    @Produces
    @Singleton
    static KubernetesSerialization serialization(@KubernetesClientObjectMapper ObjectMapper mapper) {
        Thread.ofPlatform().name("json-start").daemon().start(() -> WATCHED.forEach(mapper::readerFor));
        return new KubernetesSerialization(mapper, false);
    }

    /** Without a limit, a burst has a connection for each event that it writes. Watches are not counted. */
    @Produces
    @Singleton
    static KubernetesClient client(Config config, KubernetesSerialization serialization, Vertx vertx) {
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(serialization)
                .withHttpClientFactory(new VertxHttpClientFactory(vertx) {
                    @Override
                    protected void additionalConfig(WebClientOptions options) {
                        options.setMaxPoolSize(CONNECTIONS);
                    }
                })
                .build();
    }

    static void close(@Disposes KubernetesClient client) {
        client.close();
    }
}
