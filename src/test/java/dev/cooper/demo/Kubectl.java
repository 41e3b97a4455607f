package dev.cooper.demo;

import java.nio.file.Path;
import java.util.Map;

/** The few things that the demo asks of kubectl; each prints the command and its output. */
interface Kubectl {

    /** Applies manifests; false when the API server refused one. */
    boolean apply(Path... files);

    void createSecret(String namespace, String name, Map<String, String> data);

    /** Shows resources of a namespace, by their singular names. */
    void get(String namespace, String... resources);

    /** Asks Cooper to look at a resource now. */
    void reconcileNow(String namespace, String resource, String name);
}
