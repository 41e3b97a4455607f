/** The custom resources of group storage.cooper.dev: what users write and what they read back. */
@NullMarked
package dev.cooper.api;

import org.jspecify.annotations.NullMarked;
