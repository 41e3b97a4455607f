/** The S3 dialects: executes the planner's changes with the AWS SDK. */
@NullMarked
package dev.cooper.client.s3;

import org.jspecify.annotations.NullMarked;
