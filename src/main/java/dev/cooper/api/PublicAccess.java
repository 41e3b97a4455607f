package dev.cooper.api;

/** Whether buckets of a store may be opened to everyone. */
public enum PublicAccess {
    Denied,
    Allowed
}
