package dev.cooper.simulator;

import org.jspecify.annotations.Nullable;

/**
 * What a request is about.
 *
 * @param projectId from the {@code {project}:{bucket}} form of the URL, else null
 * @param bucket empty when the request is about the service
 * @param key empty when the request is about the bucket
 */
record S3Route(Operation operation, @Nullable String projectId, String bucket, String key) {}
