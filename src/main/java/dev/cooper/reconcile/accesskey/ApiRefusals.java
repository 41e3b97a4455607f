package dev.cooper.reconcile.accesskey;

import dev.cooper.port.Failure;
import dev.cooper.port.StoreException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells the user what the API server refuses until somebody changes something: rights, a quota, an admission policy. */
final class ApiRefusals {
    private ApiRefusals() {}

    static <T extends @Nullable Object> T told(String what, Supplier<T> request) {
        return told(what, _ -> false, request);
    }

    /**
     * Sends a request; ends in {@link Failure.SecretNotWritten} where it is refused for a reason that lasts.
     *
     * @param what the kind and name of what it is about
     * @param unspeakable whether the API server's own words must not be repeated
     */
    static <T extends @Nullable Object> T told(String what, Predicate<String> unspeakable, Supplier<T> request) {
        try {
            return request.get();
        } catch (KubernetesClientException e) {
            throw switch (e.getCode()) {
                case 400, 403, 413, 422 -> refused(what, unspeakable, e);
                default -> e; // over at the next try
            };
        }
    }

    private static StoreException refused(String what, Predicate<String> unspeakable, KubernetesClientException e) {
        String words = e.getStatus() == null ? null : e.getStatus().getMessage();
        return words == null || unspeakable.test(words)
                ? new StoreException(new Failure.SecretNotWritten(what, "the API server answers " + e.getCode()))
                : new StoreException(new Failure.SecretNotWritten(what, words), e);
    }
}
