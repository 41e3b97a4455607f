package dev.cooper.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A right of the operator's ServiceAccount, or a use of one.
 *
 * @param inOwnNamespace whether it is about the operator's namespace, or else about all others and what has none
 * @param resource with its subresource, as rules write it
 */
record Right(String verb, String resource, String group, boolean inOwnNamespace) implements Comparable<Right> {
    static final String USER = "system:serviceaccount:cooper-system:cooper";

    /** What these manifests bind to the operator. */
    static Set<Right> grantedBy(String manifests) {
        return Chart.manifests(manifests).values().stream()
                .filter(manifest -> manifest.path("kind").asText().endsWith("Binding"))
                .filter(Right::bindsOperator)
                .flatMap(binding -> {
                    JsonNode role = binding.path("roleRef");
                    String namespace = binding.at("/metadata/namespace").asText();
                    String kind = role.path("kind").asText();
                    String key = "%s %s/%s"
                            .formatted(
                                    kind,
                                    kind.equals("Role") ? namespace : "",
                                    role.path("name").asText());
                    return rights(Chart.manifest(manifests, key).path("rules"), namespace.equals(Chart.NAMESPACE));
                })
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean bindsOperator(JsonNode binding) {
        return elements(binding.path("subjects"))
                .anyMatch(subject -> USER.equals("system:serviceaccount:%s:%s"
                        .formatted(
                                subject.path("namespace").asText(),
                                subject.path("name").asText())));
    }

    private static Stream<Right> rights(JsonNode rules, boolean inOwnNamespace) {
        List<Right> rights = new ArrayList<>();
        for (JsonNode rule : rules) {
            for (JsonNode group : rule.path("apiGroups")) {
                for (JsonNode resource : rule.path("resources")) {
                    for (JsonNode verb : rule.path("verbs")) {
                        rights.add(new Right(verb.asText(), resource.asText(), group.asText(), inOwnNamespace));
                    }
                }
            }
        }
        return rights.stream();
    }

    /** What a request was that the audit log tells of. */
    static Right usedBy(JsonNode event) {
        JsonNode object = event.path("objectRef");
        String subresource = object.path("subresource").asText();
        return new Right(
                event.path("verb").asText(),
                object.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource),
                object.path("apiGroup").asText(),
                object.path("namespace").asText().equals(Chart.NAMESPACE));
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    @Override
    public int compareTo(Right other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return verb + " " + resource + (group.isEmpty() ? "" : "." + group)
                + (inOwnNamespace ? " in the operator's namespace" : "");
    }
}
