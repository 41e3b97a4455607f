/**
 * A strict stand-in for KakaoCloud Object Storage, its STS and its Keystone, built from the S3 page of the
 * KakaoCloud documentation. Where the page is silent it follows Ceph RGW, the engine under the real service, and
 * says so at the place.
 */
@NullMarked
package dev.cooper.simulator;

import org.jspecify.annotations.NullMarked;
