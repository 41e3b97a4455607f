/** Speaks to stores and identity services; one package for each dialect. */
@NullMarked
package dev.cooper.client;

import org.jspecify.annotations.NullMarked;
