package dev.cooper.client.s3;

import dev.cooper.api.Addressing;
import java.time.Duration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.CreateBucketConfiguration;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;

/** Builds the SDK's client for a store and its dialect. */
public final class S3Clients {
    /** Attempts of one call; longer waits are the reconciler's affair, which frees the thread meanwhile. */
    private static final int ATTEMPTS = 2;

    private S3Clients() {}

    public static S3Client create(S3Endpoint endpoint) {
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(endpoint.region()))
                .credentialsProvider(endpoint.credentials())
                .forcePathStyle(endpoint.addressing() == Addressing.Path)
                .crossRegionAccessEnabled(false)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(endpoint.transport().client())
                .overrideConfiguration(override -> {
                    Duration attempt = endpoint.transport().attemptTimeout();
                    override.apiCallAttemptTimeout(attempt)
                            .apiCallTimeout(attempt.multipliedBy(ATTEMPTS))
                            .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                    .maxAttempts(ATTEMPTS)
                                    .build())
                            .addExecutionInterceptor(endpoint.metrics());
                    if (!endpoint.wire().locationConstraint()) {
                        override.addExecutionInterceptor(new NoLocationConstraint());
                    }
                });
        if (endpoint.wire().contentMd5()) {
            builder.putAuthScheme(new ContentMd5AuthScheme(endpoint.wire()));
        }
        if (endpoint.uri() != null) {
            builder.endpointOverride(endpoint.uri());
        }
        return builder.build();
    }

    /** The SDK names the region in every CreateBucket outside us-east-1, which stores without regions refuse. */
    private static final class NoLocationConstraint implements ExecutionInterceptor {
        @Override
        public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
            return context.request() instanceof CreateBucketRequest create
                    ? create.toBuilder()
                            .createBucketConfiguration((CreateBucketConfiguration) null)
                            .build()
                    : context.request();
        }
    }
}
