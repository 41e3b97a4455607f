@NullMarked
package dev.cooper.serve;

import org.jspecify.annotations.NullMarked;
