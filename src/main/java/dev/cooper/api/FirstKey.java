package dev.cooper.api;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Arrays;
import java.util.Optional;

/**
 * The key that an AccessKey begins with, announced by an annotation in the one write that adds the finalizer: after a
 * crash it tells, as {@code status.intentID} does of later keys, that the store may hold a key that no Secret holds.
 *
 * @param storeName of the ObjectStore that is asked for it
 * @param intentID the {@code uid} without its dashes, so that an annotation that was copied from another AccessKey says
 *     nothing, and one that was lost is the same again
 */
public record FirstKey(String intentID, KeySource source, String storeName) {
    public static final String ANNOTATION = ApiGroup.GROUP + "/first-key";

    public static FirstKey of(AccessKey key, KeySource source, String storeName) {
        return new FirstKey(intentID(key.getMetadata()), source, storeName);
    }

    /** What the annotation announces, if it is there and about this resource. */
    static Optional<FirstKey> announced(ObjectMeta metadata) {
        String annotation = metadata.getAnnotations() == null
                ? null
                : metadata.getAnnotations().get(ANNOTATION);
        String[] words = annotation == null ? new String[0] : annotation.split("/", -1);
        return words.length == 3 && words[0].equals(intentID(metadata))
                ? source(words[1]).map(source -> new FirstKey(words[0], source, words[2]))
                : Optional.empty();
    }

    private static String intentID(ObjectMeta metadata) {
        return metadata.getUid().replace("-", "");
    }

    private static Optional<KeySource> source(String name) {
        return Arrays.stream(KeySource.values())
                .filter(source -> source.name().equals(name))
                .findAny();
    }

    /** The value of the annotation. */
    public String annotation() {
        return String.join("/", intentID, source.name(), storeName);
    }
}
