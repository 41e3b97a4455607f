package dev.cooper.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.api.BucketPolicy;
import dev.cooper.api.FirstKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All that a run left on the API server and on the store, without what differs from run to run: names made by chance,
 * times, places, and the ids of keys, which are told apart by what they are for.
 */
record EndState(String text, int orphans) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, SerializationFeature.INDENT_OUTPUT)
            .build();
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
    private static final List<String> CHANCE = List.of("uid", "resourceVersion", "managedFields", "creationTimestamp");

    static EndState of(Scene scene) {
        Map<String, String> names = new TreeMap<>(scene.places());
        names.put(scene.harness().namespace(), "NS");
        Map<String, String> known = new LinkedHashMap<>();
        List<String> parts = new ArrayList<>();
        for (AccessKey key : list(scene, AccessKey.class)) {
            names.put(key.getMetadata().getUid(), "KEY-UID");
            names.put(FirstKey.intentID(key), "FIRST-KEY");
            parts.add(text(key));
            putUnlessNull(known, key.statusOrEmpty().keyID(), "CURRENT");
            putUnlessNull(known, key.statusOrEmpty().previousKeyID(), "PREVIOUS");
        }
        for (Bucket bucket : list(scene, Bucket.class)) {
            names.put(bucket.getMetadata().getUid(), "BUCKET-UID");
            parts.add(text(bucket));
        }
        for (BucketPolicy policy : list(scene, BucketPolicy.class)) {
            String uid = policy.getMetadata().getUid();
            names.put(uid, "POLICY-UID");
            names.put(uid.replace("-", ""), "POLICY-UID"); // in the Sids of its statements
            parts.add(text(policy));
        }
        for (Secret secret : list(scene, Secret.class)) {
            Map<String, String> data = decoded(secret);
            parts.add(text(secret) + data);
            key(data).ifPresent(key -> {
                name(key, known, names);
                parts.add("key in the Secret: " + scene.backend().tried(key));
            });
        }
        Map<String, String> onStore = scene.newKeys();
        known.forEach((id, name) -> {
            WorkloadKey key = new WorkloadKey(id, onStore.getOrDefault(id, ""), null);
            name(key, known, names);
            if (onStore.containsKey(id)) {
                parts.add(name + " key on the store: " + scene.backend().tried(key));
            }
        });
        onStore.keySet().removeAll(known.keySet());
        parts.add(scene.backend().bucket(scene.bucketName()));
        parts.add("users: " + scene.newUsers());
        parts.add("keys of others that are gone: " + scene.lostKeys());
        String text = String.join("\n", parts);
        for (Map.Entry<String, String> name : names.entrySet()) {
            text = text.replace(name.getKey(), name.getValue());
        }
        return new EndState(TIME.matcher(text).replaceAll("TIME"), onStore.size());
    }

    private static <T extends HasMetadata> List<T> list(Scene scene, Class<T> type) {
        return scene.harness()
                .admin()
                .resources(type)
                .inNamespace(scene.harness().namespace())
                .list()
                .getItems();
    }

    private static void putUnlessNull(Map<String, String> known, @Nullable String id, String name) {
        if (id != null) {
            known.put(id, name);
        }
    }

    private static Optional<WorkloadKey> key(Map<String, String> data) {
        String id = data.get("AWS_ACCESS_KEY_ID");
        String secret = data.get("AWS_SECRET_ACCESS_KEY");
        return id == null || secret == null
                ? Optional.empty()
                : Optional.of(new WorkloadKey(id, secret, data.get("AWS_SESSION_TOKEN")));
    }

    /** One that no status knows keeps its id, so that the states differ. */
    private static void name(WorkloadKey key, Map<String, String> known, Map<String, String> names) {
        String name = known.get(key.id());
        if (name != null) {
            names.put(key.id(), name + "-ID");
            if (!key.secret().isEmpty()) {
                names.put(key.secret(), name + "-SECRET");
            }
            putUnlessNull(names, key.token(), name + "-TOKEN");
        }
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

    private static Map<String, String> decoded(Secret secret) {
        Map<String, String> decoded = new TreeMap<>();
        Objects.requireNonNullElse(secret.getData(), Map.<String, String>of())
                .forEach((name, value) ->
                        decoded.put(name, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        return decoded;
    }
}
