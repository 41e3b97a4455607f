package dev.cooper.client.s3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cooper.plan.PolicyState;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Get, Put and DeleteBucketPolicy. */
final class S3Policy {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final S3Client s3;

    S3Policy(S3Client s3) {
        this.s3 = s3;
    }

    PolicyState observe(String bucket) {
        try {
            return state(s3.getBucketPolicy(request -> request.bucket(bucket)).policy());
        } catch (S3Exception e) {
            if (S3Failures.code(e).equals("NoSuchBucketPolicy")) {
                return PolicyState.NONE;
            }
            throw e;
        }
    }

    /** A policy that is no JSON is none that a spec could mean. */
    private static PolicyState state(String policy) {
        try {
            return new PolicyState(JSON.readTree(policy));
        } catch (JsonProcessingException e) {
            return new PolicyState(TextNode.valueOf(policy));
        }
    }

    void put(String bucket, JsonNode document) {
        s3.putBucketPolicy(request -> request.bucket(bucket).policy(document.toString()));
    }

    void delete(String bucket) {
        s3.deleteBucketPolicy(request -> request.bucket(bucket));
    }
}
