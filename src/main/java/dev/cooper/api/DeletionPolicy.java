package dev.cooper.api;

/** What becomes of the bucket when its resource is deleted. */
public enum DeletionPolicy {
    Retain,
    Delete,
    Purge
}
