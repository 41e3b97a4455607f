/** What Cooper answers over HTTP, beside its work on resources: whoever asks is known by a token of the cluster. */
@NullMarked
package dev.cooper.serve;

import org.jspecify.annotations.NullMarked;
