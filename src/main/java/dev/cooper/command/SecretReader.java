package dev.cooper.command;

import dev.cooper.connection.OperatorSecrets;
import dev.cooper.port.Failure;
import dev.cooper.port.StoreException;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Optional;

/** The operator's Secrets, read one by one and never written. */
record SecretReader(KubernetesClient kubernetes, String namespace) implements OperatorSecrets {

    @Override
    public Optional<Secret> find(String name) {
        return Optional.ofNullable(
                kubernetes.secrets().inNamespace(namespace).withName(name).get());
    }

    @Override
    public String token(String serviceAccount, String audience) {
        throw new StoreException(
                new Failure.TokenNotIssued(namespace, serviceAccount, "only the operator asks for such tokens"));
    }

    @Override
    public void create(String name, Map<String, String> data) {
        throw new StoreException(new Failure.CredentialsMissing(
                namespace, name, "does not exist yet: wait until the ObjectStore is Ready"));
    }
}
