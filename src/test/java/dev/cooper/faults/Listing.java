package dev.cooper.faults;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Lists buckets with keys of workloads, which each key may that a store takes. */
final class Listing implements AutoCloseable {
    private final S3Client s3;

    Listing(URI endpoint, String region) {
        this.s3 = S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.of(region))
                .forcePathStyle(true)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build();
    }

    /** How it ends: in a listing, or in S3's error code. */
    String with(WorkloadKey key) {
        try {
            s3.listBuckets(r -> r.overrideConfiguration(
                    o -> o.credentialsProvider(StaticCredentialsProvider.create(key.credentials()))));
            return "works";
        } catch (S3Exception e) {
            return e.awsErrorDetails().errorCode();
        }
    }

    @Override
    public void close() {
        s3.close();
    }
}
