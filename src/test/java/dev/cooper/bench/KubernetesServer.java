package dev.cooper.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cooper.cluster.LocalCluster;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.PodEnvironment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The API server, and what the operator asked of it under its service account. */
final class KubernetesServer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String USER = "system:serviceaccount:" + OperatorHarness.OPERATOR_NAMESPACE + ":cooper";
    private static final Set<String> WRITES = Set.of("create", "update", "patch", "delete", "deletecollection");
    private static final Duration TOKEN_LIFE = Duration.ofDays(1);

    private final LocalCluster cluster = LocalCluster.get();
    private final LogTail audit =
            new LogTail(cluster.kubeconfig().resolveSibling("audit.log"), KubernetesServer::isWrite);

    KubernetesClient admin() {
        return cluster.client();
    }

    String newNamespace() {
        return cluster.newNamespace();
    }

    /** The operator's requests so far, its watches left out. */
    Calls calls() {
        return audit.total();
    }

    private static Optional<Boolean> isWrite(String line) {
        if (!line.contains(USER)) {
            return Optional.empty();
        }
        try {
            JsonNode event = JSON.readTree(line);
            String verb = event.path("verb").asText();
            boolean counts = event.path("user").path("username").asText().equals(USER) && !verb.equals("watch");
            return counts ? Optional.of(WRITES.contains(verb)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, String> podEnvironment(Path directory) {
        Config config = admin().getConfiguration();
        return PodEnvironment.of(
                config.getMasterUrl(),
                config.getCaCertData(),
                cluster.operatorToken(TOKEN_LIFE),
                directory.resolve("serviceaccount"));
    }
}
