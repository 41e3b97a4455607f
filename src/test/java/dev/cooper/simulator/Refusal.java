package dev.cooper.simulator;

/** An S3 request that the store refuses. The message names what is wrong and never holds a secret. */
final class Refusal extends RuntimeException {
    private final ErrorCode error;

    Refusal(ErrorCode error, String message) {
        super(message, null, false, false);
        this.error = error;
    }

    ErrorCode error() {
        return error;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
