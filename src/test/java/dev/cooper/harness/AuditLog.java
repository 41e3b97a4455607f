package dev.cooper.harness;

import dev.cooper.cluster.LocalCluster;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What the operator asked of the API server, as the API server itself wrote it down. */
final class AuditLog {
    private static final Set<String> WRITES = Set.of("create", "update", "patch", "delete", "deletecollection");

    private final LocalCluster cluster;
    private final String user;

    AuditLog(LocalCluster cluster, String user) {
        this.cluster = cluster;
        this.user = user;
    }

    /**
     * One request of the operator.
     *
     * @param query of its URI, decoded; empty where there is none
     */
    record Entry(
            String verb, String resource, String subresource, String namespace, String name, int code, String query) {
        boolean isWrite() {
            return WRITES.contains(verb);
        }

        @Override
        public String toString() {
            return verb + " " + resource + (subresource.isEmpty() ? "" : "/" + subresource) + " " + namespace + "/"
                    + name + " " + code;
        }
    }

    List<Entry> inNamespace(String namespace) {
        return entries().stream()
                .filter(entry -> entry.namespace().equals(namespace))
                .toList();
    }

    List<Entry> entries() {
        return cluster.auditEvents(user)
                .filter(event ->
                        event.path("impersonatedUser").path("username").asText().equals(user))
                .map(event -> new Entry(
                        event.path("verb").asText(),
                        event.path("objectRef").path("resource").asText(),
                        event.path("objectRef").path("subresource").asText(),
                        event.path("objectRef").path("namespace").asText(),
                        event.path("objectRef").path("name").asText(),
                        event.path("responseStatus").path("code").asInt(),
                        Objects.requireNonNullElse(
                                URI.create(event.path("requestURI").asText()).getQuery(), "")))
                .toList();
    }
}
