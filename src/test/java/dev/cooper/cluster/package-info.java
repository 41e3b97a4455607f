/** Kubernetes API servers for tests and the demo. */
@NullMarked
package dev.cooper.cluster;

import org.jspecify.annotations.NullMarked;
