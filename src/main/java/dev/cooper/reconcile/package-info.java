/** Controllers: resolve references, ask the planner, run its changes, report. */
@NullMarked
package dev.cooper.reconcile;

import org.jspecify.annotations.NullMarked;
