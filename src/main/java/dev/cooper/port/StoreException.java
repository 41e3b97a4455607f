package dev.cooper.port;

/** Carries a {@link Failure} from where it happened to where it is told. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public StoreException(Failure failure) {
        super(failure.toString());
        this.failure = failure;
    }

    public StoreException(Failure failure, Throwable cause) {
        super(failure.toString(), cause);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
