/** Tells in each BucketPolicy what its Bucket made of it. */
@NullMarked
package dev.cooper.reconcile.bucketpolicy;

import org.jspecify.annotations.NullMarked;
