package dev.cooper.stores;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AccessControlPolicy;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.GetBucketAclResponse;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What somebody may try to do with a bucket, in the columns of docs/bucket-policies.md. Each can be tried again. */
enum Attempt {
    LIST("list", (s3, on) -> s3.listObjectsV2(r -> r.bucket(on.name()))),
    GET("get", (s3, on) -> s3.getObjectAsBytes(r -> r.bucket(on.name()).key(on.key()))),
    PUT("put", (s3, on) -> s3.putObject(r -> r.bucket(on.name()).key(on.key()), RequestBody.fromString("another"))),
    DELETE("delete", (s3, on) -> s3.deleteObject(r -> r.bucket(on.name()).key(on.key()))),
    DELETE_MANY("delete many", Attempt::deleteMany),
    READ_ACL("read ACL", (s3, on) -> s3.getBucketAcl(r -> r.bucket(on.name()))),
    WRITE_ACL("write ACL", (s3, on) -> s3.putBucketAcl(r -> r.bucket(on.name()).accessControlPolicy(on.acl()))),
    READ_POLICY("read policy", (s3, on) -> s3.getBucketPolicy(r -> r.bucket(on.name()))),
    WRITE_POLICY(
            "write policy",
            (s3, on) -> s3.putBucketPolicy(r -> r.bucket(on.name()).policy(on.policy()))),
    READ_LIFECYCLE("read lifecycle", (s3, on) -> s3.getBucketLifecycleConfiguration(r -> r.bucket(on.name()))),
    WRITE_LIFECYCLE(
            "write lifecycle",
            (s3, on) -> s3.putBucketLifecycleConfiguration(
                    r -> r.bucket(on.name()).lifecycleConfiguration(c -> c.rules(on.lifecycle())))),
    DELETE_BUCKET("delete bucket", (s3, on) -> s3.deleteBucket(r -> r.bucket(on.name())));

    private static final int FORBIDDEN = 403;

    private final String column;

    @SuppressWarnings("ImmutableEnumChecker") // the requests hold nothing
    private final BiConsumer<S3Client, Target> request;

    Attempt(String column, BiConsumer<S3Client, Target> request) {
        this.column = column;
        this.request = request;
    }

    /**
     * A bucket with objects in it, of which one may be deleted.
     *
     * @param name the bucket, as the client that tries has to name it
     * @param key the object
     * @param acl the ACL that the bucket has
     * @param policy the policy that it has; empty where the store has none
     * @param lifecycle the lifecycle rules that it has
     */
    record Target(String name, String key, AccessControlPolicy acl, String policy, List<LifecycleRule> lifecycle) {

        static final String OBJECT = "object";

        /** The bucket as its owner sees it, with an object of the owner's. */
        static Target prepared(S3Client owner, String bucket, boolean hasPolicies) {
            for (String key : List.of(OBJECT, "left")) {
                owner.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromString("content"));
            }
            List<LifecycleRule> rules = List.of(LifecycleRule.builder()
                    .id("drafts")
                    .status(ExpirationStatus.ENABLED)
                    .filter(f -> f.prefix("drafts/"))
                    .expiration(e -> e.days(30))
                    .build());
            owner.putBucketLifecycleConfiguration(r -> r.bucket(bucket).lifecycleConfiguration(c -> c.rules(rules)));
            GetBucketAclResponse acl = owner.getBucketAcl(r -> r.bucket(bucket));
            return new Target(
                    bucket,
                    OBJECT,
                    AccessControlPolicy.builder()
                            .owner(acl.owner())
                            .grants(acl.grants())
                            .build(),
                    hasPolicies ? owner.getBucketPolicy(r -> r.bucket(bucket)).policy() : "",
                    rules);
        }

        Target named(String other) {
            return new Target(other, key, acl, policy, lifecycle);
        }

        Target withKey(String other) {
            return new Target(name, other, acl, policy, lifecycle);
        }
    }

    /** A request of its own, whose answer tells of each object; a refusal of the object is one of the request. */
    private static void deleteMany(S3Client s3, Target on) {
        s3.deleteObjects(r -> r.bucket(on.name())
                        .delete(d -> d.objects(
                                List.of(ObjectIdentifier.builder().key(on.key()).build()))))
                .errors()
                .forEach(error -> {
                    throw S3Exception.builder()
                            .message(error.code())
                            .statusCode(error.code().equals("AccessDenied") ? FORBIDDEN : 500)
                            .build();
                });
    }

    static Attempt of(String column) {
        return Arrays.stream(values())
                .filter(attempt -> attempt.column.equals(column))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such column: " + column));
    }

    /** Whether the store lets it be done: 403 is no, and any other failure is the test's own. */
    boolean isAllowed(S3Client s3, Target on) {
        try {
            request.accept(s3, on);
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == FORBIDDEN) {
                return false;
            }
            if (this == DELETE_BUCKET && e.statusCode() == 409) {
                return true; // only what is in it is in the way
            }
            throw e;
        }
    }

    @Override
    public String toString() {
        return column;
    }
}
