@NullMarked
package dev.cooper.reconcile.accesskey;

import org.jspecify.annotations.NullMarked;
