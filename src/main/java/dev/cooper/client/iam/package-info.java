/** Users of a store's Identity and Access Management. */
@NullMarked
package dev.cooper.client.iam;

import org.jspecify.annotations.NullMarked;
