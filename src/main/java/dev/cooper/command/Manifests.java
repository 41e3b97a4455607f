package dev.cooper.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.cooper.api.ApiGroup;
import dev.cooper.api.Bucket;
import dev.cooper.api.BucketSpec;
import dev.cooper.api.BucketStatus;
import dev.cooper.connection.StoreSession;
import dev.cooper.plan.BucketFeature;
import dev.cooper.plan.FeatureState;
import dev.cooper.plan.Planner;
import dev.cooper.plan.Planner.Observed;
import dev.cooper.plan.Refusal;
import dev.cooper.port.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes buckets down as manifests under which the planner has nothing to do. */
public final class Manifests {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLGenerator.Feature.SPLIT_LINES));

    private final String store;
    private final @Nullable String namespace;
    private final StoreSession session;
    private final List<Bucket> managed;

    /**
     * Prepares for the buckets of one store.
     *
     * @param namespace what the manifests say, or null for none
     * @param managed all Bucket resources
     */
    public Manifests(String store, @Nullable String namespace, StoreSession session, List<Bucket> managed) {
        this.store = store;
        this.namespace = namespace;
        this.session = session;
        this.managed = managed;
    }

    /** A YAML document, or a comment that says why there is none. */
    public String of(String bucket) {
        if (!Bucket.isName(bucket)) {
            return comment(bucket + ": left out, since S3 no longer allows such names");
        }
        Optional<String> holder = holder(bucket);
        if (holder.isPresent()) {
            return comment(bucket + ": left out, since Bucket " + holder.get() + " manages it");
        }
        List<String> notes = new ArrayList<>();
        ObjectNode spec = spec(bucket, notes);
        ObjectNode manifest = JSON.createObjectNode();
        manifest.put("apiVersion", ApiGroup.GROUP + "/" + ApiGroup.VERSION);
        manifest.put("kind", "Bucket");
        ObjectNode metadata = manifest.putObject("metadata");
        metadata.put("name", bucket);
        if (namespace != null) {
            metadata.put("namespace", namespace);
        }
        manifest.set("spec", spec);
        try {
            StringBuilder text = new StringBuilder(YAML.writeValueAsString(manifest));
            notes.forEach(note -> text.append(comment(note)));
            return text.toString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<String> holder(String bucket) {
        return managed.stream()
                .filter(resource -> resource.bucketName().equals(bucket))
                .filter(resource -> {
                    BucketStatus status = resource.getStatus();
                    return status != null && status.claim() != null && store.equals(status.storeName());
                })
                .map(resource -> resource.getMetadata().getNamespace() + "/"
                        + resource.getMetadata().getName())
                .findFirst();
    }

    private ObjectNode spec(String bucket, List<String> notes) {
        ObjectNode spec = JSON.createObjectNode();
        spec.putObject("storeRef").put("name", store);
        spec.put("adoptionPolicy", "IfExists");
        Observed observed = observe(bucket, notes);
        Planner.declarations(observed).forEach((name, section) -> {
            ObjectNode with = spec.deepCopy();
            with.set(name, JSON.valueToTree(section));
            ObjectNode open = with.deepCopy();
            open.put("allowPublic", true);
            if (isTaken(bucket, with, observed)) {
                spec.setAll(with);
            } else if (isTaken(bucket, open, observed)) {
                spec.setAll(open);
            } else {
                notes.add("spec." + name + " is left out, and so left alone: " + why(bucket, open));
            }
        });
        return spec;
    }

    private Observed observe(String bucket, List<String> notes) {
        Map<BucketFeature<?>, FeatureState> states = new HashMap<>();
        for (BucketFeature<?> feature : Planner.FEATURES) {
            if (session.profile().supports(feature)) {
                try {
                    states.put(feature, session.buckets().observe(bucket, feature));
                } catch (StoreException e) {
                    notes.add(feature.path() + " is left out, and so left alone: " + ImportCommand.explain(e));
                }
            }
        }
        return new Observed(states);
    }

    /** Whether Cooper would accept the spec, and have nothing to change. */
    private boolean isTaken(String bucket, ObjectNode json, Observed observed) {
        BucketSpec spec = JSON.convertValue(json, BucketSpec.class);
        return refusals(bucket, spec).isEmpty() && Planner.plan(spec, observed).isEmpty();
    }

    private String why(String bucket, ObjectNode json) {
        return refusals(bucket, JSON.convertValue(json, BucketSpec.class)).stream()
                .map(Refusal::toString)
                .findFirst()
                .orElse("no manifest can say what is there");
    }

    private List<Refusal> refusals(String bucket, BucketSpec spec) {
        return Planner.refusals(bucket, spec, session.profile(), session.publicAccess());
    }

    private static String comment(String text) {
        return "# " + text.replaceAll("\\s+", " ") + "\n";
    }
}
