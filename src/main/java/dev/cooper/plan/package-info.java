/** Pure functions: what a spec asks for, what a store can do, and the changes between desired and observed. */
@NullMarked
package dev.cooper.plan;

import org.jspecify.annotations.NullMarked;
