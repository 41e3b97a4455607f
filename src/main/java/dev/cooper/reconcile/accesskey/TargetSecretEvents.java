package dev.cooper.reconcile.accesskey;

import dev.cooper.api.AccessKey;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes an AccessKey whose Secret somebody else edited or deleted, in the namespaces where Cooper may watch them. It keeps
 * no more of a Secret than whose it is. A namespace that cannot be watched keeps nothing else from working: its Secrets
 * are healed at the next check.
 */
final class TargetSecretEvents extends AbstractEventSource<Void, AccessKey> {
    private static final Logger LOG = LoggerFactory.getLogger(TargetSecretEvents.class);

    private final KubernetesClient kubernetes;
    private final IndexerResourceCache<AccessKey> keys;
    private final List<SharedIndexInformer<Secret>> informers;

    TargetSecretEvents(KubernetesClient kubernetes, IndexerResourceCache<AccessKey> keys, Set<String> namespaces) {
        super(Void.class, "target-secrets");
        this.kubernetes = kubernetes;
        this.keys = keys;
        this.informers = namespaces.stream().map(this::informer).toList();
    }

    private SharedIndexInformer<Secret> informer(String namespace) {
        AtomicBoolean told = new AtomicBoolean();
        return kubernetes
                .secrets()
                .inNamespace(namespace)
                .withLabel(TargetSecret.ACCESS_KEY_LABEL)
                .runnableInformer(0)
                .itemStore(new TransformingItemStore<>(TargetSecretEvents::withoutContents))
                .addEventHandler(new Handler())
                .exceptionHandler((started, exception) -> {
                    if (isForbidden(exception) && told.compareAndSet(false, true)) {
                        LOG.warn(
                                "Secrets of namespace {} may not be watched, and are healed at the next check only: bind the"
                                        + " ClusterRole cooper-secret-watch there, or take it out of"
                                        + " cooper.secrets.watch-namespaces",
                                namespace);
                    }
                    return true;
                });
    }

    private static boolean isForbidden(Throwable exception) {
        return Stream.iterate(exception, each -> each != null, Throwable::getCause)
                .anyMatch(each -> each instanceof KubernetesClientException answer
                        && answer.getCode() == HttpURLConnection.HTTP_FORBIDDEN);
    }

    private static Secret withoutContents(Secret secret) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(secret.getMetadata().getNamespace())
                .withName(secret.getMetadata().getName())
                .withUid(secret.getMetadata().getUid())
                .withResourceVersion(secret.getMetadata().getResourceVersion())
                .withOwnerReferences(secret.getMetadata().getOwnerReferences())
                .endMetadata()
                .build();
    }

    /** Not at once: whoever may not watch waits for that, and the others with it. */
    @Override
    public void start() {
        super.start();
        informers.forEach(SharedIndexInformer::start);
    }

    @Override
    public void stop() {
        super.stop();
        informers.forEach(SharedIndexInformer::stop);
    }

    @Override
    public Set<Void> getSecondaryResources(AccessKey primary) {
        return Set.of();
    }

    private Stream<AccessKey> owners(Secret secret) {
        return secret.getMetadata().getOwnerReferences().stream()
                .map(OwnerReference::getName)
                .flatMap(name ->
                        keys.get(new ResourceID(name, secret.getMetadata().getNamespace())).stream())
                .filter(key -> TargetSecret.isOwned(secret, key) && !key.isMarkedForDeletion());
    }

    private void wake(AccessKey key) {
        getEventHandler().handleEvent(new Event(ResourceID.fromResource(key)));
    }

    private final class Handler implements ResourceEventHandler<Secret> {
        @Override
        public void onAdd(Secret secret) {
            // made by its AccessKey, or looked at when that starts
        }

        @Override
        public void onUpdate(Secret old, Secret updated) {
            owners(old)
                    .filter(key -> !TargetSecret.of(kubernetes, key, updated).isIntact())
                    .forEach(TargetSecretEvents.this::wake);
        }

        @Override
        public void onDelete(Secret secret, boolean unknown) {
            owners(secret).forEach(TargetSecretEvents.this::wake);
        }
    }
}
