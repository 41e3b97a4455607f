@NullMarked
package dev.cooper.plan;

import org.jspecify.annotations.NullMarked;
