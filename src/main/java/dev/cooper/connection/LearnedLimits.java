package dev.cooper.connection;

import dev.cooper.plan.BucketFeature;
import dev.cooper.port.Failure;
import dev.cooper.port.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Features that a store was found to lack, whatever its profile says. Forgotten after a while, so that an upgrade is seen. */
final class LearnedLimits {
    static final Duration BELIEVED_FOR = Duration.ofHours(6);

    private final Clock clock;
    private final Map<String, Lesson> lessons = new ConcurrentHashMap<>();

    LearnedLimits(Clock clock) {
        this.clock = clock;
    }

    private record Lesson(String answer, Instant until) {}

    /** Makes a call for a feature, and learns from an answer that says that there is none. */
    <T> T learning(BucketFeature<?> feature, Supplier<T> call) {
        try {
            return call.get();
        } catch (StoreException e) {
            if (e.failure() instanceof Failure.Unsupported unsupported) {
                lessons.put(
                        feature.key(),
                        new Lesson(
                                "%s answered HTTP %d %s"
                                        .formatted(unsupported.operation(), unsupported.status(), unsupported.code())
                                        .strip(),
                                clock.instant().plus(BELIEVED_FOR)));
            }
            throw e;
        }
    }

    /** What was answered, by the name of the feature. */
    Map<String, String> answers() {
        Instant now = clock.instant();
        lessons.values().removeIf(lesson -> lesson.until().isBefore(now));
        Map<String, String> answers = new TreeMap<>();
        lessons.forEach((feature, lesson) -> answers.put(feature, lesson.answer()));
        return answers;
    }
}
