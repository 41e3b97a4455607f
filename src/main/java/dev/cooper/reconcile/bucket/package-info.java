/** The Bucket controller, the only writer of buckets. */
@NullMarked
package dev.cooper.reconcile.bucket;

import org.jspecify.annotations.NullMarked;
