package dev.cooper.demo;

import dev.cooper.cluster.EmbeddedApiServer;
import dev.cooper.cluster.Testbed;
import dev.cooper.harness.PodEnvironment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The API server that the demo runs on.
 *
 * @param name what the viewer is told
 * @param environment from which the operator's process knows it
 * @param validates whether it checks schemas and CEL, as a real one does
 * @param shell what to type in another shell to look around, or empty where that is not possible
 */
record DemoCluster(
        String name,
        KubernetesClient client,
        Kubectl kubectl,
        Map<String, String> environment,
        boolean validates,
        Optional<String> shell,
        Runnable stop)
        implements AutoCloseable {

    static DemoCluster open(Terminal terminal, Path directory, String mode) throws IOException {
        return switch (mode) {
            case "local" -> local(terminal, directory);
            case "embedded" -> embedded(terminal, directory);
            case "current" -> current(terminal);
            case "auto" -> auto(terminal, directory);
            default ->
                throw new IllegalArgumentException(
                        "CLUSTER=%s: choose auto, local, embedded or current".formatted(mode));
        };
    }

    private static DemoCluster auto(Terminal terminal, Path directory) throws IOException {
        try {
            return local(terminal, directory);
        } catch (IllegalStateException e) {
            terminal.note("No local Kubernetes here (%s); going on with the embedded one.".formatted(e.getMessage()));
            return embedded(terminal, directory);
        }
    }

    private static DemoCluster local(Terminal terminal, Path directory) {
        String binaries = Testbed.run("cluster/install");
        Path cluster = directory.resolve("cluster");
        Testbed.run("cluster/up", cluster.toString());
        Path kubeconfig = cluster.resolve("kubeconfig");
        String kubectl = Path.of(binaries, "kubectl").toString();
        return new DemoCluster(
                "etcd, kube-apiserver and kube-controller-manager on this machine",
                client(kubeconfig),
                new KubectlProcess(terminal, kubectl, kubeconfig),
                PodEnvironment.of(kubeconfig, directory.resolve("serviceaccount")),
                true,
                Optional.of("export KUBECONFIG=%s PATH=%s:$PATH".formatted(kubeconfig.toAbsolutePath(), binaries)),
                () -> Testbed.run("cluster/down", cluster.toString()));
    }

    private static DemoCluster embedded(Terminal terminal, Path directory) throws IOException {
        EmbeddedApiServer server = EmbeddedApiServer.start();
        Path kubeconfig = directory.resolve("embedded.kubeconfig");
        Files.writeString(kubeconfig, server.kubeconfig());
        KubernetesClient client = server.client();
        return new DemoCluster(
                "Fabric8's mock API server, inside this process",
                client,
                new KubectlByClient(terminal, client),
                Map.of("KUBECONFIG", kubeconfig.toAbsolutePath().toString()),
                false,
                Optional.empty(),
                server::close);
    }

    private static DemoCluster current(Terminal terminal) {
        Path kubeconfig = Path.of(Optional.ofNullable(System.getenv("KUBECONFIG"))
                .orElse(System.getProperty("user.home") + "/.kube/config"));
        KubernetesClient client = client(kubeconfig);
        return new DemoCluster(
                "your current cluster, "
                        + client.getConfiguration()
                                .getCurrentContext()
                                .getName()
                                .toLowerCase(Locale.ROOT),
                client,
                new KubectlProcess(terminal, "kubectl", kubeconfig),
                Map.of("KUBECONFIG", kubeconfig.toAbsolutePath().toString()),
                true,
                Optional.of("kubectl get cooper -A"),
                () -> {});
    }

    private static KubernetesClient client(Path kubeconfig) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
    }

    @Override
    public void close() {
        client.close();
        stop.run();
    }
}
