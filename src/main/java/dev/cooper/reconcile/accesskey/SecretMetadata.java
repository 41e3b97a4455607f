package dev.cooper.reconcile.accesskey;

import dev.cooper.api.SecretTarget;
import dev.cooper.plan.Refusal;
import dev.cooper.port.Failure;
import dev.cooper.port.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Kubernetes takes as labels and annotations, so that a Secret is not refused once its key was issued. Source:
 * Kubernetes' pages "Labels and Selectors" and "Annotations".
 */
final class SecretMetadata {
    private static final String WORD = "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";
    private static final Pattern NAME =
            Pattern.compile("((?=.{1,253}/)[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?" + WORD);
    private static final Pattern LABEL_VALUE = Pattern.compile("(" + WORD + ")?");
    private static final int ANNOTATIONS_SIZE = 200_000; // Kubernetes' limit of 256 KiB, less what is Cooper's

    private SecretMetadata() {}

    /** Ends in {@link Failure.Refused} with all that is wrong. */
    static void check(SecretTarget secret) {
        Map<String, String> labels = sorted(secret.labels());
        Map<String, String> annotations = sorted(secret.annotations());
        List<Refusal> refusals = new ArrayList<>();
        labels.keySet().forEach(name -> checkName("labels", name, refusals));
        annotations.keySet().forEach(name -> checkName("annotations", name, refusals));
        labels.forEach((name, value) -> {
            if (!LABEL_VALUE.matcher(value).matches()) {
                refusals.add(refusal(
                        "labels[" + name + "]",
                        "a value is empty or has up to 63 letters, digits, hyphens, dots and underscores, with a letter"
                                + " or digit at both ends: change it, or make it an annotation"));
            }
        });
        int size = annotations.entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
                .sum();
        if (size > ANNOTATIONS_SIZE) {
            refusals.add(refusal(
                    "annotations", "together they may have %d characters: shorten them".formatted(ANNOTATIONS_SIZE)));
        }
        if (!refusals.isEmpty()) {
            throw new StoreException(new Failure.Refused(refusals));
        }
    }

    private static Map<String, String> sorted(@Nullable Map<String, String> map) {
        return new TreeMap<>(Objects.requireNonNullElse(map, Map.of()));
    }

    private static void checkName(String field, String name, List<Refusal> refusals) {
        if (!NAME.matcher(name).matches()) {
            refusals.add(refusal(
                    field + "[" + name + "]",
                    "a name has up to 63 letters, digits, hyphens, dots and underscores, with a letter or digit at both"
                            + " ends; before it may stand a domain and a slash"));
        }
    }

    private static Refusal refusal(String field, String message) {
        return new Refusal(Refusal.Kind.INVALID, "spec.secret." + field, message);
    }
}
