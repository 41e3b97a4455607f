/** The AccessKey controller: issues keys and writes them to Secrets. */
@NullMarked
package dev.cooper.reconcile.accesskey;

import org.jspecify.annotations.NullMarked;
