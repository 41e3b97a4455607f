/** One behavioural suite, run against the simulator, Ceph RGW, RGW wired to Keystone, and moto. */
@NullMarked
package dev.cooper.stores;

import org.jspecify.annotations.NullMarked;
