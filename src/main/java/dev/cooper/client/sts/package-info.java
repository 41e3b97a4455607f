/** Temporary credentials from a store's Security Token Service. */
@NullMarked
package dev.cooper.client.sts;

import org.jspecify.annotations.NullMarked;
