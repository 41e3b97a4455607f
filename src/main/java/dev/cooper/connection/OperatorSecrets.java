package dev.cooper.connection;

import dev.cooper.port.Failure;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Map;
import java.util.Optional;

/** Secrets of the operator's own namespace, where the credentials of stores live, and tokens of its ServiceAccounts. */
public interface OperatorSecrets {

    String namespace();

    /** From a cache that a watch keeps fresh: costs no request. */
    Optional<Secret> find(String name);

    /** Creates a Secret of Cooper's own; a Secret of that name that exists is left alone and is a failure. */
    void create(String name, Map<String, String> data);

    /** A token of a ServiceAccount, good for some minutes; ends in {@link Failure.TokenNotIssued}. */
    String token(String serviceAccount, String audience);
}
