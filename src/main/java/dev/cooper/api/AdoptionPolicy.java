package dev.cooper.api;

/** Whether a bucket that exists already may be taken over. */
public enum AdoptionPolicy {
    Never,
    IfExists
}
