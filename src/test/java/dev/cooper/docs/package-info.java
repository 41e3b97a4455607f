/** The documents: what of them is generated, and what in them must be true. */
@NullMarked
package dev.cooper.docs;

import org.jspecify.annotations.NullMarked;
