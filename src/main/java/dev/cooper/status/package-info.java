/** Conditions and reasons: how outcomes are told in a status. */
@NullMarked
package dev.cooper.status;

import org.jspecify.annotations.NullMarked;
