package dev.cooper.plan;

import java.util.Map;
import java.util.TreeMap;

/**
 * The tags of a bucket.
 *
 * @param tags values by key; empty when the bucket has no tags
 */
public record TagsState(Map<String, String> tags) implements FeatureState {

    public static final TagsState NONE = new TagsState(Map.of());

    /** Keys that begin so are the store's own: nobody else may add, change or remove them. */
    private static final String SYSTEM = "aws:";

    /** The tags that are users' to write. */
    Map<String, String> ofUsers() {
        Map<String, String> users = new TreeMap<>(tags);
        users.keySet().removeIf(key -> key.startsWith(SYSTEM));
        return users;
    }

    /** The store's own tags, which each write must carry on. */
    Map<String, String> ofSystem() {
        Map<String, String> system = new TreeMap<>(tags);
        system.keySet().removeIf(key -> !key.startsWith(SYSTEM));
        return system;
    }
}
