package dev.cooper.simulator;

/** Who sends a request. */
sealed interface Principal {
    record Anonymous() implements Principal {}

    /** A user of the identity service, acting in the project for which the key or token was issued. */
    record Member(String userId, String projectId) implements Principal {}
}
