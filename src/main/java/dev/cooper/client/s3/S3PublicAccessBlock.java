package dev.cooper.client.s3;

import dev.cooper.plan.PublicAccessBlockState;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Get and PutPublicAccessBlock. */
final class S3PublicAccessBlock {
    private final S3Client s3;

    S3PublicAccessBlock(S3Client s3) {
        this.s3 = s3;
    }

    PublicAccessBlockState observe(String bucket) {
        try {
            PublicAccessBlockConfiguration block = s3.getPublicAccessBlock(request ->
                            request.bucket(bucket).overrideConfiguration(S3PublicAccessBlock::onConnectionOfItsOwn))
                    .publicAccessBlockConfiguration();
            return block == null
                    ? PublicAccessBlockState.NONE
                    : new PublicAccessBlockState(
                            Boolean.TRUE.equals(block.blockPublicAcls()),
                            Boolean.TRUE.equals(block.ignorePublicAcls()),
                            Boolean.TRUE.equals(block.blockPublicPolicy()),
                            Boolean.TRUE.equals(block.restrictPublicBuckets()));
        } catch (S3Exception e) {
            if (S3Failures.code(e).equals("NoSuchPublicAccessBlockConfiguration")) {
                return PublicAccessBlockState.NONE;
            }
            throw e;
        }
    }

    /**
     * Ceph RGW 18.2.7 sends a second document behind the 404 of a bucket without a block, which the next request on
     * the connection would read as the start of its answer.
     */
    private static void onConnectionOfItsOwn(AwsRequestOverrideConfiguration.Builder override) {
        override.putHeader("Connection", "close");
    }

    void put(String bucket, PublicAccessBlockState desired) {
        s3.putPublicAccessBlock(request -> request.bucket(bucket)
                .publicAccessBlockConfiguration(block -> block.blockPublicAcls(desired.blockPublicAcls())
                        .ignorePublicAcls(desired.ignorePublicAcls())
                        .blockPublicPolicy(desired.blockPublicPolicy())
                        .restrictPublicBuckets(desired.restrictPublicBuckets())));
    }
}
