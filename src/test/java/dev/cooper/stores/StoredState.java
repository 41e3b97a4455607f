package dev.cooper.stores;

import dev.cooper.plan.BucketFeature;
import dev.cooper.plan.Planner;
import dev.cooper.plan.Profile;
import dev.cooper.plan.PublicAccessBlockFeature;
import dev.cooper.stores.RawS3.Answer;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

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
                        ? canonical(answer.body()).replace(bucket, "BUCKET")
                        : answer.status() + " " + answer.element("Code");
                boolean blocksNothing = feature == PublicAccessBlockFeature.INSTANCE && !told.contains("(true)");
                sections.put(feature.key(), blocksNothing ? "blocks nothing" : told);
            }
        }
        return sections;
    }

    private static String canonical(String body) {
        if (!body.startsWith("<")) {
            return body;
        }
        try {
            return canonical(DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(body)))
                    .getDocumentElement());
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new IllegalStateException("no XML: " + body, e);
        }
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
