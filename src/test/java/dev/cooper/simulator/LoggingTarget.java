package dev.cooper.simulator;

/** Where a bucket's access log goes. */
public record LoggingTarget(String bucket, String prefix) {}
