package dev.cooper.plan;

/**
 * Something in a spec that will not be sent to the store.
 *
 * @param kind why not
 * @param path the field's path, for example spec.lifecycle.rules[2].transitions
 * @param message what is wrong and what to do, as a sentence for people
 */
public record Refusal(Kind kind, String path, String message) {

    /** Why a field is refused. */
    public enum Kind {
        /** The store's profile lacks it. */
        UNSUPPORTED,
        /** The store's limits forbid the value. */
        INVALID,
        /** It would open the bucket to everyone without both words for it. */
        PUBLIC
    }

    static Refusal unsupported(String path, String message) {
        return new Refusal(Kind.UNSUPPORTED, path, message);
    }

    public static Refusal invalid(String path, String message) {
        return new Refusal(Kind.INVALID, path, message);
    }

    @Override
    public String toString() {
        return path + ": " + message;
    }
}
