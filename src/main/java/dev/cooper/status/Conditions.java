package dev.cooper.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Builds conditions as kstatus reads them: Ready always; Reconciling or Stalled only while true, and so Paused. The time of the last
 * transition is kept as long as a condition's status stays.
 */
public final class Conditions {
    static final String READY = "Ready";
    static final String RECONCILING = "Reconciling";
    static final String STALLED = "Stalled";
    static final String PAUSED = "Paused";
    private static final String PAUSED_MESSAGE =
            "Cooper leaves this resource alone until the annotation storage.cooper.dev/paused is removed.";

    private final Clock clock;

    public Conditions(Clock clock) {
        this.clock = clock;
    }

    public List<Condition> ready(@Nullable List<Condition> previous, Long generation, String message) {
        return List.of(condition(previous, READY, "True", Reason.Ready, message, generation));
    }

    public List<Condition> failed(@Nullable List<Condition> previous, Long generation, Verdict verdict) {
        List<Condition> conditions = new ArrayList<>();
        conditions.add(condition(previous, READY, "False", verdict.reason(), verdict.message(), generation));
        String progress =
                switch (verdict.retry()) {
                    case RETRY, WAIT_FOR_DEPENDENCY -> RECONCILING;
                    case WAIT_FOR_USER -> STALLED;
                };
        conditions.add(condition(previous, progress, "True", verdict.reason(), verdict.message(), generation));
        return List.copyOf(conditions);
    }

    /** What was true before stays; beside it stands that nothing keeps it so. */
    public List<Condition> paused(@Nullable List<Condition> previous, Long generation) {
        List<Condition> conditions = new ArrayList<>();
        conditions.add(find(previous, READY)
                .orElseGet(() -> condition(null, READY, "Unknown", Reason.Paused, PAUSED_MESSAGE, generation)));
        conditions.add(condition(previous, PAUSED, "True", Reason.Paused, PAUSED_MESSAGE, generation));
        return List.copyOf(conditions);
    }

    /** What was Ready stays so, and beside it stands what is due and cannot be done for now. */
    public List<Condition> readyDespite(@Nullable List<Condition> previous, Long generation, Verdict verdict) {
        return readyDespite(
                previous, generation, find(previous, READY).orElseThrow().getMessage(), verdict);
    }

    /** Ready with this message, and beside it stands what is due and cannot be done for now. */
    public List<Condition> readyDespite(
            @Nullable List<Condition> previous, Long generation, String message, Verdict verdict) {
        return List.of(
                condition(previous, READY, "True", Reason.Ready, message, generation),
                condition(previous, RECONCILING, "True", verdict.reason(), verdict.message(), generation));
    }

    /** Ready, and nothing left to do. */
    public static boolean isSettled(@Nullable List<Condition> conditions) {
        return isReady(conditions)
                && find(conditions, RECONCILING).isEmpty()
                && find(conditions, STALLED).isEmpty();
    }

    public static boolean isReady(@Nullable List<Condition> conditions) {
        return find(conditions, READY)
                .map(condition -> "True".equals(condition.getStatus()))
                .orElse(false);
    }

    /** The reason of the Ready condition, or empty when there is none yet. */
    public static String reason(@Nullable List<Condition> conditions) {
        return find(conditions, READY).map(Condition::getReason).orElse("");
    }

    private Condition condition(
            @Nullable List<Condition> previous,
            String type,
            String status,
            Reason reason,
            String message,
            Long generation) {
        String since = find(previous, type)
                .filter(condition -> status.equals(condition.getStatus()))
                .map(Condition::getLastTransitionTime)
                .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        return new ConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason.name())
                .withMessage(message)
                .withObservedGeneration(generation)
                .withLastTransitionTime(since)
                .build();
    }

    static Optional<Condition> find(@Nullable List<Condition> conditions, String type) {
        return conditions == null
                ? Optional.empty()
                : conditions.stream()
                        .filter(condition -> type.equals(condition.getType()))
                        .findFirst();
    }
}
