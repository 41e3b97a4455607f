package dev.cooper.api;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The key that an AccessKey begins with. The finalizer, which is added before it is issued, announces it: after a crash it
 * tells, as {@code status.intentID} does of later keys, that the store may hold a key that no Secret holds. Whose key it is
 * stands in an annotation beside it, which users may take away; the spec then has to do.
 *
 * @param intentID the {@code uid} without its dashes, so that it is known as long as the resource is there, and an annotation
 *     that was copied from another AccessKey says nothing
 * @param source null where only the finalizer tells of it, as is the store's name
 * @param storeName of the ObjectStore that is asked for it
 */
public record FirstKey(
        String intentID,
        @Nullable KeySource source,
        @Nullable String storeName) {
    public static final String ANNOTATION = ApiGroup.GROUP + "/first-key";

    public static FirstKey of(AccessKey key, KeySource source, String storeName) {
        return new FirstKey(intentID(key), source, storeName);
    }

    public static String intentID(AccessKey key) {
        return key.getMetadata().getUid().replace("-", "");
    }

    /** As the finalizer and the annotation of an AccessKey tell of it. */
    static Optional<FirstKey> announced(AccessKey key) {
        return told(key)
                .or(() -> key.hasFinalizer(ApiGroup.FINALIZER)
                        ? Optional.of(new FirstKey(intentID(key), null, null))
                        : Optional.empty());
    }

    /** As the annotation of an AccessKey tells of it. */
    static Optional<FirstKey> told(AccessKey key) {
        String annotation = key.getMetadata().getAnnotations() == null
                ? null
                : key.getMetadata().getAnnotations().get(ANNOTATION);
        String[] words = annotation == null ? new String[0] : annotation.split("/", -1);
        return words.length == 3 && words[0].equals(intentID(key))
                ? source(words[1]).map(source -> new FirstKey(words[0], source, words[2]))
                : Optional.empty();
    }

    private static Optional<KeySource> source(String name) {
        return Arrays.stream(KeySource.values())
                .filter(source -> source.name().equals(name))
                .findAny();
    }

    /** The value of the annotation. */
    String annotation() {
        return String.join("/", intentID, String.valueOf(source), storeName);
    }
}
