package dev.cooper.harness;

import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.api.BucketPolicy;
import dev.cooper.api.ObjectStore;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the conditions of Cooper's resources say. */
public final class Readiness {
    private Readiness() {}

    public static boolean isReady(@Nullable CustomResource<?, ?> resource) {
        return resource != null
                && verdict(resource)
                        .filter(ready -> ready.getStatus().equals("True"))
                        .isPresent();
    }

    /** The Ready condition, if it speaks of the current spec. */
    public static Optional<Condition> verdict(CustomResource<?, ?> resource) {
        return conditions(resource).stream()
                .filter(condition -> condition.getType().equals("Ready")
                        && Objects.equals(
                                condition.getObservedGeneration(),
                                resource.getMetadata().getGeneration()))
                .findFirst();
    }

    public static List<Condition> conditions(CustomResource<?, ?> resource) {
        List<Condition> conditions =
                switch (resource) {
                    case Bucket b when b.getStatus() != null -> b.getStatus().conditions();
                    case BucketPolicy p
                    when p.getStatus() != null -> p.getStatus().conditions();
                    case AccessKey k when k.getStatus() != null -> k.getStatus().conditions();
                    case ObjectStore s
                    when s.getStatus() != null -> s.getStatus().conditions();
                    default -> null;
                };
        return conditions == null ? List.of() : conditions;
    }

    /** The sentence of the Ready condition. */
    public static String message(CustomResource<?, ?> resource) {
        return conditions(resource).stream()
                .filter(condition -> condition.getType().equals("Ready"))
                .map(Condition::getMessage)
                .findFirst()
                .orElse("");
    }
}
