@NullMarked
package dev.cooper.client;

import org.jspecify.annotations.NullMarked;
