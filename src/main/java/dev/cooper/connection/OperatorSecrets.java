package dev.cooper.connection;

import io.fabric8.kubernetes.api.model.Secret;
import java.util.Map;
import java.util.Optional;

/** Secrets of the operator's own namespace, where the credentials of stores live. */
public interface OperatorSecrets {

    String namespace();

    /** From a cache that a watch keeps fresh: costs no request. */
    Optional<Secret> find(String name);

    /** Creates a Secret of Cooper's own; a Secret of that name that exists is left alone and is a failure. */
    void create(String name, Map<String, String> data);
}
