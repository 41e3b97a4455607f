package dev.cooper.plan;

import dev.cooper.api.BucketSpec;
import dev.cooper.api.LoggingSpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** spec.logging: server access logs, written to another bucket of the store. */
public enum LoggingFeature implements BucketFeature<LoggingState> {
    INSTANCE;

    @Override
    public String key() {
        return "logging";
    }

    @Override
    public @Nullable LoggingSpec section(BucketSpec spec) {
        return spec.logging();
    }

    @Override
    public @Nullable LoggingSpec declaration(LoggingState observed) {
        return observed.targetBucket() == null
                ? null
                : new LoggingSpec(
                        observed.targetBucket(), observed.targetPrefix().isEmpty() ? null : observed.targetPrefix());
    }

    @Override
    public List<Refusal> refusals(BucketSpec spec, Profile profile) {
        return List.of();
    }

    @Override
    public Optional<LoggingState> initial(BucketSpec spec) {
        return Optional.of(LoggingState.OFF);
    }

    @Override
    public List<Change> diff(BucketSpec spec, LoggingState observed) {
        LoggingSpec logging = Objects.requireNonNull(spec.logging());
        LoggingState desired = logging.targetBucket() == null
                ? LoggingState.OFF
                : new LoggingState(logging.targetBucket(), Objects.requireNonNullElse(logging.targetPrefix(), ""));
        return desired.equals(observed) ? List.of() : List.of(new Change.SetLogging(desired));
    }
}
