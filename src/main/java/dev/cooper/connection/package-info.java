/** Sessions on stores: profile, credentials, request limits and circuit breaker, cached per ObjectStore. */
@NullMarked
package dev.cooper.connection;

import org.jspecify.annotations.NullMarked;
