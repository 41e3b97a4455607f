package dev.cooper.harness;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a Pod of the operator knows of its cluster: the address, and what is mounted for its ServiceAccount. */
public final class PodEnvironment {
    private PodEnvironment() {}

    /**
     * That of whom a kubeconfig names by a token.
     *
     * @param directory gets what a Pod has mounted
     */
    public static Map<String, String> of(Path kubeconfig, Path directory) {
        Config cluster = Config.fromKubeconfig(kubeconfig.toFile());
        return of(
                cluster.getMasterUrl(),
                cluster.getCaCertData(),
                Objects.requireNonNull(cluster.getAutoOAuthToken()),
                directory);
    }

    /**
     * That of whom a token stands for.
     *
     * @param authority certificates in PEM and Base64, where the server has one of its own
     * @param directory gets what a Pod has mounted
     */
    public static Map<String, String> of(String server, @Nullable String authority, String token, Path directory) {
        Map<String, String> environment = new HashMap<>();
        environment.put("KUBERNETES_AUTH_TRYKUBECONFIG", "false");
        environment.put("KUBERNETES_MASTER", server);
        try {
            Path tokenFile = Files.createDirectories(directory).resolve("token").toAbsolutePath();
            Files.writeString(tokenFile, token);
            environment.put("KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN", tokenFile.toString());
            if (authority != null) {
                Path authorityFile = directory.resolve("ca.crt").toAbsolutePath();
                Files.write(authorityFile, Base64.getDecoder().decode(authority));
                environment.put("KUBERNETES_CERTS_CA_FILE", authorityFile.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return environment;
    }
}
