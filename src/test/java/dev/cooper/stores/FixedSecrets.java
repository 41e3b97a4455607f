package dev.cooper.stores;

import dev.cooper.connection.OperatorSecrets;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The operator's Secrets without a Kubernetes. */
final class FixedSecrets implements OperatorSecrets {
    private final Map<String, Secret> secrets = new ConcurrentHashMap<>();

    FixedSecrets with(String name, Map<String, String> data) {
        create(name, data);
        return this;
    }

    @Override
    public String namespace() {
        return "cooper-system";
    }

    @Override
    public Optional<Secret> find(String name) {
        return Optional.ofNullable(secrets.get(name));
    }

    @Override
    public String token(String serviceAccount, String audience) {
        return "token of " + serviceAccount + " for " + audience;
    }

    @Override
    public void create(String name, Map<String, String> data) {
        secrets.put(
                name,
                new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withUid(name)
                        .withResourceVersion("1")
                        .endMetadata()
                        .withData(data.entrySet().stream()
                                .collect(Collectors.toMap(Map.Entry::getKey, entry -> encode(entry.getValue()))))
                        .build());
    }

    private static String encode(String value) {
        return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }
}
