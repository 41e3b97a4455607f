/** The operator under faults: proxies that strike its writes, killed processes, lying and dying servers. */
@NullMarked
package dev.cooper.faults;

import org.jspecify.annotations.NullMarked;
