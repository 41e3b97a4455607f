@NullMarked
package dev.cooper.reconcile.bucket;

import org.jspecify.annotations.NullMarked;
