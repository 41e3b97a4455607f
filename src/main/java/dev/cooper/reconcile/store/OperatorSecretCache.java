package dev.cooper.reconcile.store;

import dev.cooper.api.ObjectStore;
import dev.cooper.connection.OperatorSecrets;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The operator's Secrets, out of the ObjectStore controller's cache. */
public final class OperatorSecretCache implements OperatorSecrets {
    private final KubernetesClient kubernetes;
    private final String namespace;
    private volatile @Nullable InformerEventSource<Secret, ObjectStore> source;

    public OperatorSecretCache(KubernetesClient kubernetes, String namespace) {
        this.kubernetes = kubernetes;
        this.namespace = namespace;
    }

    void readFrom(InformerEventSource<Secret, ObjectStore> informer) {
        this.source = informer;
    }

    @Override
    public String namespace() {
        return namespace;
    }

    @Override
    public Optional<Secret> find(String name) {
        InformerEventSource<Secret, ObjectStore> cache = source;
        return cache == null ? Optional.empty() : cache.get(new ResourceID(name, namespace));
    }

    @Override
    public void create(String name, Map<String, String> data) {
        kubernetes
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .addToLabels("app.kubernetes.io/managed-by", "cooper")
                        .endMetadata()
                        .withType("Opaque")
                        .withStringData(data)
                        .build())
                .create();
    }
}
