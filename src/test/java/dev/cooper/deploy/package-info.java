/** What deploy/ and examples/ hold, as a user installs it. */
@NullMarked
package dev.cooper.deploy;

import org.jspecify.annotations.NullMarked;
