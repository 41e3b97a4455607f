package dev.cooper.port;

import java.util.Optional;

/** What HEAD says of a bucket. */
public sealed interface Presence {

    record Absent() implements Presence {}

    /** It is there; usage is what it holds, where the store tells. */
    record Present(Optional<Usage> usage) implements Presence {}

    /** It exists, but these credentials may not look at it. Never the same as absent. */
    record Forbidden() implements Presence {}

    /** Number of objects and their size in bytes. */
    record Usage(long objects, long bytes) {}
}
