package dev.cooper.client.s3;

import dev.cooper.api.Addressing;
import dev.cooper.plan.Profile;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * All that an S3 client is built from.
 *
 * @param uri the S3 API, or null for AWS's own endpoint of the region
 * @param metrics where requests are counted
 */
public record S3Endpoint(
        @Nullable URI uri,
        String region,
        Addressing addressing,
        Profile.Wire wire,
        AwsCredentialsProvider credentials,
        Transport transport,
        S3Metrics metrics) {

    /** The same store, asked without a key. */
    public S3Endpoint unsigned() {
        return new S3Endpoint(uri, region, addressing, wire, AnonymousCredentialsProvider.create(), transport, metrics);
    }
}
