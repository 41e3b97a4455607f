/** Commands for people, beside the operator itself. */
@NullMarked
package dev.cooper.command;

import org.jspecify.annotations.NullMarked;
