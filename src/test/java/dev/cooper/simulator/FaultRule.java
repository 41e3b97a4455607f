package dev.cooper.simulator;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests fail.
 *
 * @param operation the name on the page, or null for every operation
 * @param bucket null for every bucket
 * @param probability from 0 to 1
 * @param times how many requests are struck before the rule is spent, or null for no end
 * @param latencyMillis waited before anything else
 * @param status of the answer, for {@link Action#STATUS}
 * @param code the S3 error code in the answer
 * @param body the whole answer, instead of an S3 error; HTML is served as such
 */
public record FaultRule(
        @Nullable String operation,
        @Nullable String bucket,
        double probability,
        @Nullable Integer times,
        long latencyMillis,
        int status,
        @Nullable String code,
        @Nullable String body,
        Action action) {
    /** What happens to the request. */
    public enum Action {
        /** Answered after {@code latencyMillis}. */
        LATENCY("latency"),
        /** Answered with {@code status} and not performed. */
        STATUS("status"),
        /** Read and never answered; not performed. */
        HANG("hang"),
        /** The connection is reset; not performed. */
        RESET("reset"),
        /** Performed, then the connection is reset: the lost response. */
        RESET_AFTER("resetAfter"),
        /** Performed, and the answer ends in the middle of its body. */
        TRUNCATE("truncate");

        private final String jsonName;

        Action(String jsonName) {
            this.jsonName = jsonName;
        }

        public String jsonName() {
            return jsonName;
        }

        static Optional<Action> parse(String jsonName) {
            return Arrays.stream(values())
                    .filter(action -> action.jsonName.equals(jsonName))
                    .findFirst();
        }
    }

    public FaultRule {
        if (probability < 0 || probability > 1) {
            throw new IllegalArgumentException("probability must be from 0 to 1, not " + probability);
        }
        if (latencyMillis < 0) {
            throw new IllegalArgumentException("latencyMillis must be at least 0, not " + latencyMillis);
        }
        if (status < 100 || status > 599) {
            throw new IllegalArgumentException("status must be from 100 to 599, not " + status);
        }
        if (times != null && times < 1) {
            throw new IllegalArgumentException("times must be at least 1, not " + times);
        }
    }

    private static FaultRule of(Action action) {
        return new FaultRule(null, null, 1, null, 0, 500, null, null, action);
    }

    public static FaultRule latency(long millis) {
        return of(Action.LATENCY).afterMillis(millis);
    }

    public static FaultRule status(int status, String code) {
        return new FaultRule(null, null, 1, null, 0, status, code, null, Action.STATUS);
    }

    public static FaultRule hang() {
        return of(Action.HANG);
    }

    public static FaultRule reset() {
        return of(Action.RESET);
    }

    public static FaultRule resetAfter() {
        return of(Action.RESET_AFTER);
    }

    public static FaultRule truncate() {
        return of(Action.TRUNCATE);
    }

    public FaultRule on(String operationName) {
        return new FaultRule(operationName, bucket, probability, times, latencyMillis, status, code, body, action);
    }

    public FaultRule inBucket(String bucketName) {
        return new FaultRule(operation, bucketName, probability, times, latencyMillis, status, code, body, action);
    }

    public FaultRule times(int count) {
        return new FaultRule(operation, bucket, probability, count, latencyMillis, status, code, body, action);
    }

    public FaultRule withProbability(double chance) {
        return new FaultRule(operation, bucket, chance, times, latencyMillis, status, code, body, action);
    }

    public FaultRule afterMillis(long millis) {
        return new FaultRule(operation, bucket, probability, times, millis, status, code, body, action);
    }

    public FaultRule withBody(String text) {
        return new FaultRule(operation, bucket, probability, times, latencyMillis, status, code, text, action);
    }

    boolean matches(Recorder.Subject subject) {
        return (operation == null || operation.equals(subject.operation()))
                && (bucket == null || bucket.equals(subject.bucket()));
    }
}
