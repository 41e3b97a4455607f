package dev.cooper.reconcile.accesskey;

import dev.cooper.api.AccessKey;
import dev.cooper.api.RestartTarget;
import dev.cooper.reconcile.Recorder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Objects;

/**
 * Has workloads replace their pods, as kubectl rollout restart does: the pod template is annotated with the id of the
 * new key. Done twice for one key, it changes nothing the second time.
 */
final class RolloutRestarts {
    private final Recorder recorder;

    RolloutRestarts(Recorder recorder) {
        this.recorder = recorder;
    }

    void restart(KeyWork work, String keyId) {
        for (RestartTarget target :
                Objects.requireNonNullElse(work.spec().rolloutRestart(), List.<RestartTarget>of())) {
            restart(work.context().getClient(), work.resource(), target, keyId);
        }
    }

    /** What cannot be restarted is told, and keeps no key from being rotated. */
    private void restart(KubernetesClient kubernetes, AccessKey resource, RestartTarget target, String keyId) {
        try {
            Object patched = workload(kubernetes, resource.getMetadata().getNamespace(), target)
                    .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), annotation(resource, keyId));
            if (patched == null) {
                tellFailed(resource, target, "it does not exist");
            } else {
                recorder.normal(
                        resource, "Restarted", "%s %s takes up the new key.".formatted(target.kind(), target.name()));
            }
        } catch (KubernetesClientException e) {
            tellFailed(resource, target, reason(e));
        }
    }

    private void tellFailed(AccessKey resource, RestartTarget target, String why) {
        recorder.warning(
                resource,
                "RestartFailed",
                "%s %s was not restarted: %s. Once that is mended, kubectl rollout restart has it take up the new key."
                        .formatted(target.kind(), target.name(), why));
    }

    private static String reason(KubernetesClientException e) {
        return switch (e.getCode()) {
            case 403 -> "Cooper may not patch it; bind the ClusterRole cooper-rollout-restart in this namespace";
            default -> "the API server answered " + e.getCode();
        };
    }

    private static Resource<?> workload(KubernetesClient kubernetes, String namespace, RestartTarget target) {
        return switch (target.kind()) {
            case Deployment ->
                kubernetes.apps().deployments().inNamespace(namespace).withName(target.name());
            case StatefulSet ->
                kubernetes.apps().statefulSets().inNamespace(namespace).withName(target.name());
            case DaemonSet ->
                kubernetes.apps().daemonSets().inNamespace(namespace).withName(target.name());
        };
    }

    private static String annotation(AccessKey resource, String keyId) {
        return "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"storage.cooper.dev/key-%s\":\"%s\"}}}}}"
                .formatted(resource.getMetadata().getUid(), keyId);
    }
}
