package dev.cooper.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real etcd, kube-apiserver and kube-controller-manager on this machine, with Cooper's CRDs and rights, one for all tests of a
 * run. Started by {@code testbed/cluster/up}, which stops them when this process ends.
 */
public final class LocalCluster {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CRDS = Path.of("crds");
    private static final Path BASE = Path.of("deploy", "kustomize", "base");
    private static final List<String> RIGHTS = List.of("namespace.yaml", "serviceaccount.yaml", "rbac.yaml");

    private static @Nullable LocalCluster running;

    private final Path directory;
    private final KubernetesClient client;

    private LocalCluster(Path directory, KubernetesClient client) {
        this.directory = directory;
        this.client = client;
    }

    /** The run's cluster, started at the first call. */
    public static synchronized LocalCluster get() {
        if (running == null) {
            running = start("");
            applyCooper(running.client);
        }
        return running;
    }

    /** A cluster of the caller's own with Cooper's kinds and rights, for what would disturb others. */
    public static LocalCluster another(String name) {
        LocalCluster cluster = bare(name);
        applyCooper(cluster.client);
        return cluster;
    }

    /** A cluster of the caller's own, without anything of Cooper's. */
    public static LocalCluster bare(String name) {
        return start("-" + name);
    }

    /** Stops a cluster of the caller's own. */
    public void stop() {
        client.close();
        Testbed.run("cluster/down", directory.toString());
    }

    /** Keeps what etcd holds now, under a name, for {@link #restore}. The API server is away for some seconds. */
    public void save(String snapshot) {
        Testbed.run("cluster/snapshot", directory.toString(), "save", snapshot);
    }

    /** Sets etcd back to what it held, as one who restores a backup. */
    public void restore(String snapshot) {
        Testbed.run("cluster/snapshot", directory.toString(), "restore", snapshot);
    }

    private static LocalCluster start(String suffix) {
        Path directory = Path.of("target", "cluster-" + ProcessHandle.current().pid() + suffix);
        try {
            Files.createDirectories(directory);
            Testbed.run("cluster/up", directory.toString());
            KubernetesClient client = new KubernetesClientBuilder()
                    .withConfig(Config.fromKubeconfig(
                            directory.resolve("kubeconfig").toFile()))
                    .build();
            return new LocalCluster(directory, client);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void applyCooper(KubernetesClient client) {
        Arrays.stream(Objects.requireNonNull(CRDS.toFile().list())).sorted().forEach(file -> apply(client, CRDS, file));
        RIGHTS.forEach(file -> apply(client, BASE, file));
        client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .list()
                .getItems()
                .forEach(crd -> client.resource(crd)
                        .waitUntilCondition(
                                current -> current != null
                                        && current.getStatus() != null
                                        && current.getStatus().getConditions().stream()
                                                .anyMatch(condition -> condition
                                                                .getType()
                                                                .equals("Established")
                                                        && condition.getStatus().equals("True")),
                                30,
                                TimeUnit.SECONDS));
    }

    private static void apply(KubernetesClient client, Path folder, String file) {
        try (InputStream manifests = Files.newInputStream(folder.resolve(file))) {
            client.load(manifests).serverSideApply();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public KubernetesClient client() {
        return client;
    }

    public Path kubeconfig() {
        return directory.resolve("kubeconfig");
    }

    /** A kubeconfig beside the admin's, for a process with the shipped rights and no others. */
    public Path operatorKubeconfig() {
        Path file = directory.resolve("operator.kubeconfig");
        try {
            String admin = Files.readString(kubeconfig());
            Files.writeString(file, admin.replaceAll("(?m)token: .*$", "token: " + operatorToken(Duration.ofHours(2))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** A token of the operator's ServiceAccount. */
    public String operatorToken(Duration life) {
        return client.serviceAccounts()
                .inNamespace("cooper-system")
                .withName("cooper")
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(life.toSeconds())
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }

    /** What the API server signs the tokens of ServiceAccounts with: RSA, in PEM. */
    public Path serviceAccountKey() {
        return directory.resolve("certs").resolve("service-accounts.key");
    }

    /** A namespace of the caller's own, so that tests do not meet. */
    public String newNamespace() {
        String name = "test-" + UUID.randomUUID().toString().substring(0, 8);
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        return name;
    }

    /** What the audit log tells of requests in which this name occurs. */
    public Stream<JsonNode> auditEvents(String name) {
        return auditLog().filter(line -> line.contains(name)).map(LocalCluster::parse);
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The requests that the API server has answered so far, as its audit log tells, one JSON object a line. */
    public Stream<String> auditLog() {
        try {
            return Files.readAllLines(directory.resolve("audit.log")).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
