package dev.cooper.simulator;

import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** An open multipart upload. Guarded by the lock of {@link Buckets}. */
final class MultipartUpload {
    private final String id;
    private final String key;
    private final String initiatorId;
    private final Instant initiated;
    private final Map<String, String> headers;
    private final Map<String, String> tags;
    private final NavigableMap<Integer, StoredObject> parts = new TreeMap<>();

    MultipartUpload(
            String id,
            String key,
            String initiatorId,
            Instant initiated,
            Map<String, String> headers,
            Map<String, String> tags) {
        this.id = id;
        this.key = key;
        this.initiatorId = initiatorId;
        this.initiated = initiated;
        this.headers = Map.copyOf(headers);
        this.tags = Map.copyOf(tags);
    }

    String id() {
        return id;
    }

    String key() {
        return key;
    }

    String initiatorId() {
        return initiatorId;
    }

    Instant initiated() {
        return initiated;
    }

    Map<String, String> headers() {
        return headers;
    }

    Map<String, String> tags() {
        return tags;
    }

    NavigableMap<Integer, StoredObject> parts() {
        return parts;
    }
}
