@NullMarked
package dev.cooper.connection;

import org.jspecify.annotations.NullMarked;
