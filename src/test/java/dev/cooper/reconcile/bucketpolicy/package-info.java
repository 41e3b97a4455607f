@NullMarked
package dev.cooper.reconcile.bucketpolicy;

import org.jspecify.annotations.NullMarked;
