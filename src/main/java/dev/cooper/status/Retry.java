package dev.cooper.status;

/** When it makes sense to try again. */
public enum Retry {
    /** By itself, with growing pauses. */
    RETRY,
    /** Not before the user changes something; looked at again once in a while. */
    WAIT_FOR_USER,
    /** When what it depends on changes; looked at again once in a while. */
    WAIT_FOR_DEPENDENCY
}
