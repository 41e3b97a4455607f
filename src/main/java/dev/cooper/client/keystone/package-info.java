/** OpenStack Keystone v3: tokens and EC2-style credentials. */
@NullMarked
package dev.cooper.client.keystone;

import org.jspecify.annotations.NullMarked;
