package dev.cooper.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.simulator.BucketControl;
import dev.cooper.simulator.Ec2Key;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All that a run left on the API server and on the store, without what differs from run to run: names made by chance,
 * times, and the ids of keys, which are told apart by what they are for.
 */
record EndState(String text, int orphans) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, SerializationFeature.INDENT_OUTPUT)
            .build();
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
    private static final List<String> CHANCE = List.of("uid", "resourceVersion", "managedFields", "creationTimestamp");

    static EndState of(Scene scene) {
        List<Ec2Key> orphans = new ArrayList<>(scene.newKeys());
        Map<String, String> names = new TreeMap<>();
        names.put(scene.harness().namespace(), "NS");
        List<String> parts = new ArrayList<>();
        for (AccessKey key : list(scene, AccessKey.class)) {
            names.put(key.getMetadata().getUid(), "UID");
            orphans.removeIf(candidate -> names(candidate, key.statusOrEmpty().keyID(), "CURRENT", names)
                    || names(candidate, key.statusOrEmpty().previousKeyID(), "PREVIOUS", names));
            parts.add(text(key));
        }
        for (Bucket bucket : list(scene, Bucket.class)) {
            names.put(bucket.getMetadata().getUid(), "UID");
            parts.add(text(bucket));
        }
        for (Secret secret : list(scene, Secret.class)) {
            parts.add(text(secret) + decoded(secret));
        }
        parts.add(stored(scene.storedBucket()));
        parts.add("keys on the store: " + (scene.newKeys().size() - orphans.size()));
        parts.add("keys of others that are gone: " + scene.lostKeys());
        String text = String.join("\n", parts);
        for (Map.Entry<String, String> name : names.entrySet()) {
            text = text.replace(name.getKey(), name.getValue());
        }
        return new EndState(TIME.matcher(text).replaceAll("TIME"), orphans.size());
    }

    private static <T extends HasMetadata> List<T> list(Scene scene, Class<T> type) {
        return scene.harness()
                .admin()
                .resources(type)
                .inNamespace(scene.harness().namespace())
                .list()
                .getItems();
    }

    private static boolean names(Ec2Key key, @Nullable String id, String name, Map<String, String> names) {
        boolean same = key.access().equals(id);
        if (same) {
            names.put(key.access(), name + "-ID");
            names.put(key.secret(), name + "-SECRET");
        }
        return same;
    }

    private static String text(HasMetadata resource) {
        ObjectNode json = JSON.valueToTree(resource);
        ObjectNode metadata = (ObjectNode) json.get("metadata");
        metadata.remove(CHANCE);
        JsonNode annotations = metadata.get("annotations");
        if (annotations instanceof ObjectNode all) {
            all.remove("storage.cooper.dev/intent-id");
            all.remove("storage.cooper.dev/checksum");
        }
        json.remove("data");
        try {
            return JSON.writeValueAsString(JSON.treeToValue(json, Object.class));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String decoded(Secret secret) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(Objects.requireNonNullElse(secret.getData(), Map.<String, String>of()))
                .forEach((name, value) -> text.append("\n  ")
                        .append(name)
                        .append(": ")
                        .append(new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        return text.toString();
    }

    private static String stored(BucketControl bucket) {
        return bucket.exists()
                ? "bucket: %s %s %s %s, %d objects, %d uploads"
                        .formatted(
                                bucket.acl(),
                                bucket.encryption(),
                                bucket.lifecycle(),
                                bucket.logging(),
                                bucket.objects().size(),
                                bucket.uploads().size())
                : "no bucket";
    }
}
