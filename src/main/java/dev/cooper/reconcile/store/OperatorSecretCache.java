package dev.cooper.reconcile.store;

import dev.cooper.api.ObjectStore;
import dev.cooper.connection.OperatorSecrets;
import dev.cooper.port.Failure;
import dev.cooper.port.StoreException;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The operator's Secrets, out of the ObjectStore controller's cache. */
public final class OperatorSecretCache implements OperatorSecrets {
    /** The API server's shortest. */
    private static final long TOKEN_SECONDS = 600;

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

    @Override
    public String token(String serviceAccount, String audience) {
        try {
            return kubernetes
                    .serviceAccounts()
                    .inNamespace(namespace)
                    .withName(serviceAccount)
                    .tokenRequest(new TokenRequestBuilder()
                            .withNewSpec()
                            .withAudiences(audience)
                            .withExpirationSeconds(TOKEN_SECONDS)
                            .endSpec()
                            .build())
                    .getStatus()
                    .getToken();
        } catch (KubernetesClientException e) {
            throw new StoreException(
                    switch (e.getCode()) {
                        case 403 ->
                            new Failure.TokenNotIssued(
                                    namespace, serviceAccount, "allow Cooper to create serviceaccounts/token there");
                        case 404 -> new Failure.TokenNotIssued(namespace, serviceAccount, "create it");
                        default -> new Failure.Unreachable("TokenRequest", "HTTP " + e.getCode());
                    },
                    e);
        }
    }
}
