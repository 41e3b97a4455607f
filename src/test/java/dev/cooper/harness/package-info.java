/** A whole operator in a test: real API server, shipped rights, KakaoCloud simulator. */
@NullMarked
package dev.cooper.harness;

import org.jspecify.annotations.NullMarked;
