package dev.cooper.simulator;

import java.time.Instant;
import java.util.Map;

/** An object's content and what was said about it. Immutable: a change of tags makes a new one. */
final class StoredObject {
    private final byte[] content;
    private final String etag;
    private final Instant lastModified;
    private final Map<String, String> headers;
    private final Map<String, String> tags;

    /**
     * @param etag without quotes
     * @param headers what a GET gives back: Content-Type and its kin, x-amz-meta-*
     */
    StoredObject(
            byte[] content, String etag, Instant lastModified, Map<String, String> headers, Map<String, String> tags) {
        this.content = content;
        this.etag = etag;
        this.lastModified = lastModified;
        this.headers = Map.copyOf(headers);
        this.tags = Map.copyOf(tags);
    }

    StoredObject withTags(Map<String, String> replacement) {
        return new StoredObject(content, etag, lastModified, headers, replacement);
    }

    /** Shared, not copied: nobody writes into it. */
    byte[] content() {
        return content;
    }

    String etag() {
        return etag;
    }

    String quotedEtag() {
        return '"' + etag + '"';
    }

    Instant lastModified() {
        return lastModified;
    }

    Map<String, String> headers() {
        return headers;
    }

    Map<String, String> tags() {
        return tags;
    }
}
