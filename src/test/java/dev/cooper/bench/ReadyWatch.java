package dev.cooper.bench;

import dev.cooper.api.ApiGroup;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Learns from a watch when resources of a namespace become Ready, as a user's kubectl wait would. */
final class ReadyWatch implements Watcher<GenericKubernetesResource>, AutoCloseable {
    private final Map<String, Ready> ready = new ConcurrentHashMap<>();
    private final Watch watch;
    private volatile @Nullable WatcherException failure;

    private record Ready(long generation, long nanoTime) {}

    @SuppressWarnings("this-escape") // events may arrive at once; the fields that take them are set by then
    ReadyWatch(KubernetesClient client, String namespace, String kind) {
        watch = client.genericKubernetesResources(ApiGroup.GROUP + "/" + ApiGroup.VERSION, kind)
                .inNamespace(namespace)
                .watch(this);
    }

    @Override
    public void eventReceived(Action action, GenericKubernetesResource resource) {
        Long generation = resource.getMetadata().getGeneration();
        if (isReady(resource, generation)) {
            ready.merge(
                    resource.getMetadata().getName(),
                    new Ready(generation, System.nanoTime()),
                    (before, now) -> before.generation() < now.generation() ? now : before);
        }
    }

    private static boolean isReady(GenericKubernetesResource resource, Long generation) {
        return resource.get("status", "conditions") instanceof List<?> conditions
                && conditions.stream()
                        .filter(Map.class::isInstance)
                        .map(condition -> (Map<?, ?>) condition)
                        .anyMatch(condition -> "Ready".equals(condition.get("type"))
                                && "True".equals(condition.get("status"))
                                && condition.get("observedGeneration") instanceof Number observed
                                && observed.longValue() == generation);
    }

    @Override
    public void onClose(WatcherException cause) {
        failure = cause;
    }

    @Override
    public void onClose() {
        failure = new WatcherException("closed");
    }

    /** Waits until all are Ready at this generation; returns the time of the last, as of System.nanoTime(). */
    long await(List<String> names, long generation) {
        Waiting.until("Ready: %d resources".formatted(names.size()), () -> {
            WatcherException broken = failure;
            if (broken != null) {
                throw broken;
            }
            return names.stream().allMatch(name -> isReady(name, generation));
        });
        return names.stream().mapToLong(this::readyAt).max().orElseThrow();
    }

    private boolean isReady(String name, long generation) {
        Ready seen = ready.get(name);
        return seen != null && seen.generation() >= generation;
    }

    long readyAt(String name) {
        return Objects.requireNonNull(ready.get(name), name).nanoTime();
    }

    @Override
    public void close() {
        watch.close();
    }
}
