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
 * times, places, and the ids of keys, which are told apart by what they are for.
 */
record EndState(String text, int orphans) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, SerializationFeature.INDENT_OUTPUT)
            .build();
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
    private static final List<String> CHANCE = List.of("uid", "resourceVersion", "managedFields", "creationTimestamp");

    static EndState of(Scene scene) {
        Map<String, String> newKeys = scene.newKeys();
        Map<String, String> orphans = new TreeMap<>(newKeys);
        Map<String, String> names = new TreeMap<>(scene.places());
        names.put(scene.harness().namespace(), "NS");
        List<String> parts = new ArrayList<>();
        for (AccessKey key : list(scene, AccessKey.class)) {
            names.put(key.getMetadata().getUid(), "KEY-UID");
            name(orphans, key.statusOrEmpty().keyID(), "CURRENT", names);
            name(orphans, key.statusOrEmpty().previousKeyID(), "PREVIOUS", names);
            parts.add(text(key));
        }
        for (Bucket bucket : list(scene, Bucket.class)) {
            names.put(bucket.getMetadata().getUid(), "BUCKET-UID");
            parts.add(text(bucket));
        }
        for (BucketPolicy policy : list(scene, BucketPolicy.class)) {
            names.put(policy.getMetadata().getUid(), "POLICY-UID");
            parts.add(text(policy));
        }
        for (Secret secret : list(scene, Secret.class)) {
            Map<String, String> data = decoded(secret);
            nameSecret(data, names);
            parts.add(text(secret) + data);
        }
        parts.add(scene.backend().bucket(scene.bucketName()));
        parts.add("users: " + scene.newUsers());
        parts.add("keys on the store: " + (newKeys.size() - orphans.size()));
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

    private static void name(Map<String, String> orphans, @Nullable String id, String name, Map<String, String> names) {
        String secret = id == null ? null : orphans.remove(id);
        if (secret != null) {
            names.put(Objects.requireNonNull(id), name + "-ID");
            if (!secret.isEmpty()) {
                names.put(secret, name + "-SECRET");
            }
        }
    }

    /** Where the store does not tell secrets, that of the current key is what the Secret says. */
    private static void nameSecret(Map<String, String> data, Map<String, String> names) {
        String id = data.get("AWS_ACCESS_KEY_ID");
        String secret = data.get("AWS_SECRET_ACCESS_KEY");
        if (id != null && secret != null && names.containsKey(id) && !names.containsValue("CURRENT-SECRET")) {
            names.put(secret, "CURRENT-SECRET");
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
