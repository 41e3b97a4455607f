/** Random specs out of the CRDs' schemas, and what becomes of them on the whole operator. */
@NullMarked
package dev.cooper.specs;

import org.jspecify.annotations.NullMarked;
