package dev.cooper.plan;

import dev.cooper.api.BucketPolicySpec;

/**
 * A BucketPolicy.
 *
 * @param name its metadata.name
 * @param uid its metadata.uid
 * @param generation its metadata.generation
 * @param spec what it says
 */
public record PolicySource(String name, String uid, Long generation, BucketPolicySpec spec) {}
