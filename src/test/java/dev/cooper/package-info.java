@NullMarked
package dev.cooper;

import org.jspecify.annotations.NullMarked;
