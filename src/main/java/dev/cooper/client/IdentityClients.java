package dev.cooper.client;

import dev.cooper.client.s3.S3Endpoint;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;

/** Prepares the SDK's clients of the services beside S3: with a store's credentials, trust and limits. */
public final class IdentityClients {
    private IdentityClients() {}

    /**
     * Sends each request once: whoever asks knows what may have come of one whose answer was lost.
     *
     * @param uri the service, or null for AWS's own
     */
    public static <C, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>> C build(
            B builder, S3Endpoint store, @Nullable URI uri, String region) {
        builder.region(Region.of(region))
                .credentialsProvider(store.credentials())
                .httpClientBuilder(store.transport().client())
                .overrideConfiguration(
                        override -> override.apiCallTimeout(store.transport().attemptTimeout())
                                .retryStrategy(AwsRetryStrategy.doNotRetry()));
        if (uri != null) {
            builder.endpointOverride(uri);
        }
        return builder.build();
    }
}
