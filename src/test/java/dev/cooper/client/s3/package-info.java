@NullMarked
package dev.cooper.client.s3;

import org.jspecify.annotations.NullMarked;
