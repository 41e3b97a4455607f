package dev.cooper.stores;

import dev.cooper.plan.BucketFeature;
import dev.cooper.plan.OwnershipControlsFeature;
import dev.cooper.plan.Planner;
import dev.cooper.plan.Profile;
import dev.cooper.plan.PublicAccessBlockFeature;
import dev.cooper.plan.VersioningFeature;
import dev.cooper.stores.RawS3.Answer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.w3c.dom.Node;

/** What a store says of a bucket, read without any of Cooper's own code: of each section, its XML in a fixed order. */
final class StoredState {
    private static final Map<String, String> QUERIES = Map.ofEntries(
            Map.entry("acl", "acl"),
            Map.entry("encryption", "encryption"),
            Map.entry("lifecycle", "lifecycle"),
            Map.entry("logging", "logging"),
            Map.entry("versioning", "versioning"),
            Map.entry("objectLock", "object-lock"),
            Map.entry("tags", "tagging"),
            Map.entry("cors", "cors"),
            Map.entry("publicAccessBlock", "publicAccessBlock"),
            Map.entry("ownershipControls", "ownershipControls"),
            Map.entry("policy", "policy"));

    private StoredState() {}

    /** The sections that the store has, by their names in a spec, each with what it answers. */
    static Map<String, String> of(RawS3 store, Profile profile, String bucket) {
        Map<String, String> sections = new TreeMap<>();
        for (BucketFeature<?> feature : Planner.FEATURES) {
            if (profile.supports(feature)) {
                Answer answer = store.send("GET", "/" + bucket + "?" + QUERIES.get(feature.key()), Map.of(), "");
                String told = answer.status() < 300
                        ? canonical(answer).replace(bucket, "BUCKET")
                        : answer.status() + " " + answer.element("Code");
                sections.put(feature.key(), asIfNeverTold(feature, told));
            }
        }
        return sections;
    }

    /** Some settings are what a bucket begins with, but leave a trace where there was another before. */
    private static String asIfNeverTold(BucketFeature<?> feature, String told) {
        if (feature == PublicAccessBlockFeature.INSTANCE && !told.contains("(true)")) {
            return "blocks nothing";
        }
        if (feature == VersioningFeature.INSTANCE && !told.contains("Status(Enabled)")) {
            return "makes no versions";
        }
        if (feature == OwnershipControlsFeature.INSTANCE
                && told.matches(".*OwnershipControlsNotFoundError|.*[(]ObjectWriter[)].*")) {
            return "whoever writes an object owns it";
        }
        return told;
    }

    private static String canonical(Answer answer) {
        return answer.body().startsWith("<") ? canonical(answer.xml()) : answer.body();
    }

    private static String canonical(Node node) {
        List<Node> children = IntStream.range(0, node.getChildNodes().getLength())
                .mapToObj(node.getChildNodes()::item)
                .filter(child -> child.getNodeType() == Node.ELEMENT_NODE)
                .toList();
        Stream<String> inner = children.isEmpty()
                ? Stream.of(node.getTextContent())
                : children.stream().map(StoredState::canonical).sorted();
        return node.getNodeName() + inner.collect(Collectors.joining(" ", "(", ")"));
    }
}
