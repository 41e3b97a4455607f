package dev.cooper.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.api.BucketPolicy;
import dev.cooper.api.ObjectStore;
import dev.cooper.api.Provider;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.Readiness;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Grants to AccessKeys, on moto, whose keys have users of their own. */
@Tag("stores")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set by start()
class GrantedKeyTest {
    private OperatorHarness cooper;
    private String store;
    private S3Client s3;

    @BeforeAll
    void start() {
        cooper = OperatorHarness.withoutOperator();
        cooper.startOperator();
        store = Stores.connect(cooper, "generic", Stores.moto(), "");
        s3 = Clients.of(Provider.GENERIC, Moto.endpoint().toString(), Stores.moto());
    }

    @AfterAll
    void stop() {
        s3.close();
        cooper.close();
        cooper.admin().resources(ObjectStore.class).withName(store).delete();
    }

    private String bucket(String stem) {
        String name = cooper.bucketName(stem);
        cooper.bucket(name, "storeRef: {name: %s}".formatted(store));
        cooper.awaitReason(Bucket.class, name, "Ready");
        return name;
    }

    private boolean hasPolicy(String bucket, String text) {
        try {
            return s3.getBucketPolicy(r -> r.bucket(bucket)).policy().contains(text);
        } catch (S3Exception e) {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NoSuchBucketPolicy");
            return false;
        }
    }

    @Test
    void aGrantFollowsItsKey() {
        String shared = bucket("shared");
        String own = bucket("own");
        cooper.bucketPolicy(
                "shared",
                "bucketRef: {name: %s}\ngrants: [{to: {accessKeyRef: {name: reader}}, access: Read}]"
                        .formatted(shared));
        BucketPolicy waiting = cooper.awaitReason(BucketPolicy.class, "shared", "InvalidSpec");
        assertThat(Readiness.message(waiting))
                .contains("spec.grants[0].to.accessKeyRef: AccessKey reader is not there");

        cooper.accessKey("reader", """
                storeRef: {name: %s}
                source: iamUser
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: reader}
                """.formatted(store, own));
        AccessKey key = cooper.awaitReason(AccessKey.class, "reader", "Ready");
        cooper.awaitReason(BucketPolicy.class, "shared", "Ready");
        String arn = Objects.requireNonNull(key.getStatus().principal());
        assertThat(hasPolicy(shared, "\"" + arn + "\"")).isTrue();

        cooper.delete(key);
        cooper.awaitReason(BucketPolicy.class, "shared", "InvalidSpec");
        Awaitility.await().until(() -> !hasPolicy(shared, arn));
    }

    @Test
    void aSessionIsNobodyToGrantTo() {
        String bucket = bucket("session");
        cooper.accessKey("session", """
                storeRef: {name: %s}
                source: assumeRole
                roleARN: arn:aws:iam::123456789012:role/any
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: session}
                """.formatted(store, bucket));
        cooper.awaitReason(AccessKey.class, "session", "Ready");
        cooper.bucketPolicy(
                "session",
                "bucketRef: {name: %s}\ngrants: [{to: {accessKeyRef: {name: session}}, access: Read}]"
                        .formatted(bucket));
        BucketPolicy refused = cooper.awaitReason(BucketPolicy.class, "session", "InvalidSpec");
        assertThat(Readiness.message(refused)).contains("use source iamUser");
        assertThat(hasPolicy(bucket, "")).isFalse();
    }
}
