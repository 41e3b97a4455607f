package dev.cooper.reconcile.store;

import dev.cooper.api.ObjectStore;
import dev.cooper.connection.OperatorSecrets;
import dev.cooper.connection.Sessions;
import dev.cooper.port.Failure;
import dev.cooper.port.StoreException;
import dev.cooper.reconcile.CachedState;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * The operator's Secrets, out of the ObjectStore controller's cache. Other controllers may start before it is filled, and
 * wait for it: a Secret that has not been read yet is not a missing one.
 */
public final class OperatorSecretCache implements OperatorSecrets {
    /** The API server's shortest. */
    private static final long TOKEN_SECONDS = 600;

    private static final String BY_SECRET = "secret";

    private final KubernetesClient kubernetes;
    private final String namespace;
    private final CompletableFuture<InformerEventSource<Secret, ObjectStore>> filled = new CompletableFuture<>();

    public OperatorSecretCache(KubernetesClient kubernetes, String namespace) {
        this.kubernetes = kubernetes;
        this.namespace = namespace;
    }

    /** Wakes the ObjectStores whose Secret has changed. */
    InformerEventSource<Secret, ObjectStore> source(EventSourceContext<ObjectStore> context) {
        var stores = context.getPrimaryCache();
        stores.addIndexer(
                BY_SECRET, store -> Sessions.secretName(store).map(List::of).orElse(List.of()));
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(Secret.class, ObjectStore.class)
                        .withName("operator-secrets")
                        .withItemStore(CachedState.store())
                        .withNamespaces(namespace)
                        .withSecondaryToPrimaryMapper(secret ->
                                stores.byIndex(BY_SECRET, secret.getMetadata().getName()).stream()
                                        .map(ResourceID::fromResource)
                                        .collect(Collectors.toSet()))
                        .withPrimaryToSecondaryMapper((ObjectStore store) -> Sessions.secretName(store).stream()
                                .map(name -> new ResourceID(name, namespace))
                                .collect(Collectors.toSet()))
                        .build(),
                context) {
            @Override
            public synchronized void start() {
                super.start();
                filled.complete(this);
            }
        };
    }

    @Override
    public String namespace() {
        return namespace;
    }

    @Override
    public Optional<Secret> find(String name) {
        return filled.join().get(new ResourceID(name, namespace));
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
