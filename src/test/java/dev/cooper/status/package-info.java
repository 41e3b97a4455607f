@NullMarked
package dev.cooper.status;

import org.jspecify.annotations.NullMarked;
