package dev.cooper.stores;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cooper.api.Bucket;
import dev.cooper.api.BucketPolicy;
import dev.cooper.api.ObjectStore;
import dev.cooper.api.Provider;
import dev.cooper.cluster.Testbed;
import dev.cooper.harness.OperatorHarness;
import java.util.Objects;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The whole operator on Ceph RGW, the user that it is there, and others. */
final class PolicyBench implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final OperatorHarness cooper;
    private final String store;
    private final S3Client owner;

    PolicyBench() {
        cooper = OperatorHarness.withoutOperator();
        cooper.startOperator();
        store = Stores.connect(cooper, "ceph-rgw", Stores.rgw(), "publicAccess: Allowed");
        owner = client(Stores.rgw());
    }

    OperatorHarness cooper() {
        return cooper;
    }

    /** The client of the user whose buckets Cooper makes. */
    S3Client owner() {
        return owner;
    }

    static String ownArn() {
        return "arn:aws:iam:::user/" + Stores.rgw().path("user").asText();
    }

    static String endpoint() {
        return Stores.rgw().path("endpoint").asText();
    }

    /** Makes a user that no other test knows; its name may begin with tenant$. */
    JsonNode user(String name) {
        return json(Testbed.run("rgw/user", Stores.rgwFolder(), name + "-" + cooper.namespace()));
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    static S3Client client(JsonNode keys) {
        return Clients.of(Provider.CEPH_RGW, endpoint(), keys);
    }

    /** A Bucket of its own, and Ready. */
    String bucket(String stem, String moreSpec) {
        String bucket = cooper.bucketName(stem);
        cooper.bucket(bucket, "storeRef: {name: %s}\n%s".formatted(store, moreSpec));
        cooper.awaitReason(Bucket.class, bucket, "Ready");
        return bucket;
    }

    BucketPolicy policy(String name, String bucket, String spec) {
        return cooper.bucketPolicy(name, "bucketRef: {name: %s}\n%s".formatted(bucket, spec));
    }

    void readyPolicy(String name, String bucket, String spec) {
        policy(name, bucket, spec);
        cooper.awaitReason(BucketPolicy.class, name, "Ready");
    }

    void remove(String policy) {
        cooper.delete(Objects.requireNonNull(cooper.get(BucketPolicy.class, policy)));
    }

    /** The policy of a bucket as the store has it; empty when it has none. */
    String policyOf(String bucket) {
        try {
            return owner.getBucketPolicy(r -> r.bucket(bucket)).policy();
        } catch (S3Exception e) {
            if (Objects.equals(e.awsErrorDetails().errorCode(), "NoSuchBucketPolicy")) {
                return "";
            }
            throw e;
        }
    }

    @Override
    public void close() {
        owner.close();
        cooper.close();
        cooper.admin().resources(ObjectStore.class).withName(store).delete();
    }
}
