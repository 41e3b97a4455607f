@NullMarked
package dev.cooper.reconcile.store;

import org.jspecify.annotations.NullMarked;
