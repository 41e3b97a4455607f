package dev.cooper.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.cooper.plan.AclState.Grantee;
import dev.cooper.plan.Planner.Observed;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Observations and changes as YAML. */
final class GoldenYaml {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                    .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                    .disable(YAMLGenerator.Feature.SPLIT_LINES))
            .setAnnotationIntrospector(new Yaml.NothingIgnored())
            .addMixIn(Grantee.class, Granted.class);

    private GoldenYaml() {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Grantee.User.class, name = "user"),
        @JsonSubTypes.Type(value = Grantee.Group.class, name = "group"),
        @JsonSubTypes.Type(value = Grantee.Other.class, name = "other")
    })
    private interface Granted {}

    /** A map from features, by name, to their states. */
    static Observed observed(String yaml) throws JsonProcessingException {
        Map<BucketFeature<?>, FeatureState> states = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : YAML.readTree(yaml).properties()) {
            BucketFeature<?> feature = Planner.FEATURES.stream()
                    .filter(candidate -> candidate.key().equals(entry.getKey()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no feature " + entry.getKey()));
            states.put(feature, YAML.treeToValue(entry.getValue(), stateOf(feature)));
        }
        return new Observed(states);
    }

    private static Class<? extends FeatureState> stateOf(BucketFeature<?> feature) {
        return switch (feature) {
            case AclFeature _ -> AclState.class;
            case EncryptionFeature _ -> EncryptionState.class;
            case LifecycleFeature _ -> LifecycleState.class;
            case LoggingFeature _ -> LoggingState.class;
            case VersioningFeature _ -> VersioningState.class;
            case TagsFeature _ -> TagsState.class;
            case CorsFeature _ -> CorsState.class;
            case PublicAccessBlockFeature _ -> PublicAccessBlockState.class;
            case ObjectLockFeature _ -> ObjectLockState.class;
            case OwnershipControlsFeature _ -> OwnershipControlsState.class;
            case PolicyFeature _ -> PolicyState.class;
        };
    }

    /** A list of changes, each by its name, path and summary, and all that it carries. */
    static String changes(Iterable<Change> changes) throws JsonProcessingException {
        ArrayNode list = YAML.createArrayNode();
        for (Change change : changes) {
            ObjectNode node = list.addObject();
            node.put("change", change.getClass().getSimpleName());
            node.put("path", change.path());
            node.put("summary", change.summary());
            node.setAll((ObjectNode) YAML.valueToTree(change));
            sortGrants(node);
        }
        return YAML.writeValueAsString(list);
    }

    /** A set has no order; its text must have one. */
    private static void sortGrants(ObjectNode change) {
        if (change.get("grants") instanceof ArrayNode grants) {
            Stream<JsonNode> sorted =
                    StreamSupport.stream(grants.spliterator(), false).sorted(Comparator.comparing(JsonNode::toString));
            change.set("grants", YAML.createArrayNode().addAll(sorted.toList()));
        }
    }
}
