/** What the core needs of a store: interfaces, and the failures they may end in. */
@NullMarked
package dev.cooper.port;

import org.jspecify.annotations.NullMarked;
