/** {@code make demo}: the main job for real, told step by step. */
@NullMarked
package dev.cooper.demo;

import org.jspecify.annotations.NullMarked;
