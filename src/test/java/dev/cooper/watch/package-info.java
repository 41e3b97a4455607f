/** What people see of a running operator: its metrics in Prometheus, the dashboard and the status page. */
@NullMarked
package dev.cooper.watch;

import org.jspecify.annotations.NullMarked;
