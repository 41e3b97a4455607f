@NullMarked
package dev.cooper.api;

import org.jspecify.annotations.NullMarked;
