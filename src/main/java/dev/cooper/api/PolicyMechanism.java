package dev.cooper.api;

/** In which of a store's own ways access is granted. */
public enum PolicyMechanism {
    ACL,
    Policy
}
