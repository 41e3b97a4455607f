/** {@code make bench}: measures the packaged operator against raw clients that do the same writes in the same run. */
@NullMarked
package dev.cooper.bench;

import org.jspecify.annotations.NullMarked;
