package dev.cooper.plan;

import org.jspecify.annotations.Nullable;

/**
 * Who Cooper is on a store, as far as policies can tell.
 *
 * @param principal the ARN of the user that it signs in as, or null where that is not known
 * @param overTls whether it speaks to the store over TLS
 */
public record OwnIdentity(@Nullable String principal, boolean overTls) {}
