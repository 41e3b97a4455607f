package dev.cooper.harness;

import dev.cooper.cluster.LocalCluster;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an operator asked of the API server, as that wrote it down; about one namespace, where not said otherwise. */
public final class AuditLog {
    private static final Set<String> WRITES = Set.of("create", "update", "patch", "delete", "deletecollection");

    private final LocalCluster cluster;
    private final String user;
    private final String namespace;

    AuditLog(LocalCluster cluster, String user, String namespace) {
        this.cluster = cluster;
        this.user = user;
        this.namespace = namespace;
    }

    /**
     * One request of the operator.
     *
     * @param query of its URI, decoded; empty where there is none
     */
    private record Entry(
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

    /** Its writes, events included. */
    public List<String> writes() {
        return in(namespace).filter(Entry::isWrite).map(Entry::toString).toList();
    }

    /** All its requests but for watches. */
    public List<String> requests() {
        return in(namespace).map(Entry::toString).toList();
    }

    /** Its lists and ended watches of Secrets: verb, query and code of each. */
    public List<String> secretQueries() {
        return in(namespace)
                .filter(entry -> entry.resource().equals("secrets")
                        && (entry.verb().equals("list") || entry.verb().equals("watch")))
                .map(entry -> "%s %s %d".formatted(entry.verb(), entry.query(), entry.code()))
                .toList();
    }

    /** All requests about the operator's own namespace, which operators of other tests use too. */
    public List<String> requestsInOperatorNamespace() {
        return in(OperatorHarness.OPERATOR_NAMESPACE).map(Entry::toString).toList();
    }

    /** How often it has listed resources, of whatever namespaces, by their kind. */
    public Map<String, Long> lists() {
        return entries()
                .filter(entry -> entry.verb().equals("list"))
                .collect(Collectors.groupingBy(Entry::resource, Collectors.counting()));
    }

    /** How often it has asked whose token it was given. */
    public long tokenReviews() {
        return entries()
                .filter(entry -> entry.resource().equals("tokenreviews"))
                .count();
    }

    /** Requests, about this namespace, the operator's or none, that the shipped rights did not allow. */
    public List<String> denied() {
        return entries()
                .filter(entry -> entry.code() == 403)
                .filter(entry -> Set.of(namespace, "", OperatorHarness.OPERATOR_NAMESPACE)
                        .contains(entry.namespace()))
                .map(Entry::toString)
                .toList();
    }

    private Stream<Entry> in(String place) {
        return entries().filter(entry -> entry.namespace().equals(place));
    }

    private Stream<Entry> entries() {
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
                                URI.create(event.path("requestURI").asText()).getQuery(), "")));
    }
}
