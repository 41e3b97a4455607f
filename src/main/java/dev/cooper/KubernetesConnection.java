package dev.cooper;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.api.BucketPolicy;
import dev.cooper.api.ObjectStore;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapper;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** How the Kubernetes client is set up. Quarkus would do so too, and spend a good part of the start on it. */
@Singleton
public class KubernetesConnection {
    /** How each is read is found out beside the rest of the start, before the first list comes. */
    private static final List<Class<? extends HasMetadata>> WATCHED =
            List.of(Bucket.class, AccessKey.class, ObjectStore.class, BucketPolicy.class, Secret.class);

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
}
