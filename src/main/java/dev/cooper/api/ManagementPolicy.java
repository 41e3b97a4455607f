package dev.cooper.api;

/** Whether Cooper writes to the bucket. */
public enum ManagementPolicy {
    Manage,
    Observe
}
