package dev.cooper.client.s3;

import dev.cooper.plan.AclFeature;
import dev.cooper.plan.BucketFeature;
import dev.cooper.plan.Change;
import dev.cooper.plan.CorsFeature;
import dev.cooper.plan.EncryptionFeature;
import dev.cooper.plan.FeatureState;
import dev.cooper.plan.LifecycleFeature;
import dev.cooper.plan.LoggingFeature;
import dev.cooper.plan.ObjectLockFeature;
import dev.cooper.plan.OwnershipControlsFeature;
import dev.cooper.plan.PolicyFeature;
import dev.cooper.plan.PublicAccessBlockFeature;
import dev.cooper.plan.TagsFeature;
import dev.cooper.plan.VersioningFeature;
import dev.cooper.port.BucketPort;
import dev.cooper.port.ContentPort;
import dev.cooper.port.Failure;
import dev.cooper.port.KeyVerifier;
import dev.cooper.port.Presence;
import dev.cooper.port.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.Owner;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The buckets of a store, over the S3 API. */
public final class S3Buckets implements BucketPort, AutoCloseable {
    private final S3Client s3;
    private final S3Policy policy;
    private final S3PublicAccessBlock publicAccessBlock;
    private final S3Cors cors;
    private final S3Tags tags;
    private final S3Versioning versioning;
    private final S3Acl acl;
    private final S3Encryption encryption;
    private final S3Lifecycle lifecycle;
    private final S3Logging logging;
    private final S3ObjectLock objectLock;
    private final S3OwnershipControls ownershipControls;

    public S3Buckets(S3Client s3) {
        this.s3 = s3;
        this.policy = new S3Policy(s3);
        this.publicAccessBlock = new S3PublicAccessBlock(s3);
        this.cors = new S3Cors(s3);
        this.tags = new S3Tags(s3);
        this.versioning = new S3Versioning(s3);
        this.acl = new S3Acl(s3);
        this.encryption = new S3Encryption(s3);
        this.lifecycle = new S3Lifecycle(s3);
        this.logging = new S3Logging(s3);
        this.objectLock = new S3ObjectLock(s3);
        this.ownershipControls = new S3OwnershipControls(s3);
    }

    /**
     * What lies in these buckets, over the same client.
     *
     * @param versions whether the store has ListObjectVersions
     */
    public ContentPort contents(boolean versions) {
        return new S3Contents(s3, versions);
    }

    /** Proves keys, over the same client. */
    public KeyVerifier verifier() {
        return new S3KeyVerifier(s3);
    }

    @Override
    public List<String> names() {
        return call(
                "ListBuckets",
                () -> s3.listBuckets().buckets().stream().map(Bucket::name).toList());
    }

    @Override
    public Presence head(String bucket) {
        try {
            SdkHttpResponse response =
                    s3.headBucket(request -> request.bucket(bucket)).sdkHttpResponse();
            return new Presence.Present(usage(response));
        } catch (S3Exception e) {
            return switch (e.statusCode()) {
                case 404 -> new Presence.Absent();
                case 403 -> new Presence.Forbidden();
                default -> throw S3Failures.of("HeadBucket", e);
            };
        } catch (SdkException e) {
            throw S3Failures.of("HeadBucket", e);
        }
    }

    private static Optional<Presence.Usage> usage(SdkHttpResponse response) {
        try {
            return response.firstMatchingHeader("x-rgw-object-count")
                    .flatMap(objects -> response.firstMatchingHeader("x-rgw-bytes-used")
                            .map(bytes -> new Presence.Usage(Long.parseLong(objects), Long.parseLong(bytes))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public void create(String bucket) {
        call("CreateBucket", () -> s3.createBucket(request -> request.bucket(bucket)));
    }

    @Override
    public void createWithObjectLock(String bucket) {
        call(
                "CreateBucket",
                () -> s3.createBucket(request -> request.bucket(bucket).objectLockEnabledForBucket(true)));
    }

    @Override
    public void delete(String bucket) {
        try {
            s3.deleteBucket(request -> request.bucket(bucket));
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return;
            }
            if (S3Failures.code(e).equals("BucketNotEmpty")) {
                throw new StoreException(new Failure.NotEmpty(bucket, -1), e);
            }
            throw S3Failures.of("DeleteBucket", e);
        } catch (SdkException e) {
            throw S3Failures.of("DeleteBucket", e);
        }
    }

    @Override
    @SuppressWarnings("unchecked") // each feature is observed as its own state
    public <S extends FeatureState> S observe(String bucket, BucketFeature<S> feature) {
        return (S)
                switch (feature) {
                    case AclFeature _ -> call("GetBucketAcl", () -> acl.observe(bucket));
                    case EncryptionFeature _ -> call("GetBucketEncryption", () -> encryption.observe(bucket));
                    case LifecycleFeature _ -> call("GetBucketLifecycleConfiguration", () -> lifecycle.observe(bucket));
                    case VersioningFeature _ -> call("GetBucketVersioning", () -> versioning.observe(bucket));
                    case TagsFeature _ -> call("GetBucketTagging", () -> tags.observe(bucket));
                    case CorsFeature _ -> call("GetBucketCors", () -> cors.observe(bucket));
                    case PublicAccessBlockFeature _ ->
                        call("GetPublicAccessBlock", () -> publicAccessBlock.observe(bucket));
                    case PolicyFeature _ -> call("GetBucketPolicy", () -> policy.observe(bucket));
                    case LoggingFeature _ -> call("GetBucketLogging", () -> logging.observe(bucket));
                    case ObjectLockFeature _ -> call("GetObjectLockConfiguration", () -> objectLock.observe(bucket));
                    case OwnershipControlsFeature _ ->
                        call("GetBucketOwnershipControls", () -> ownershipControls.observe(bucket));
                };
    }

    @Override
    public void apply(String bucket, Change change) {
        switch (change) {
            case Change.SetCannedAcl c -> run("PutBucketAcl", () -> acl.putCanned(bucket, c.acl()));
            case Change.SetGrants c -> run("PutBucketAcl", () -> acl.putGrants(bucket, c));
            case Change.SetEncryption c -> run("PutBucketEncryption", () -> encryption.put(bucket, c.desired()));
            case Change.SetLifecycle c ->
                run("PutBucketLifecycleConfiguration", () -> lifecycle.put(bucket, c.rules()));
            case Change.RemoveLifecycle _ -> run("DeleteBucketLifecycle", () -> lifecycle.delete(bucket));
            case Change.SetVersioning c -> run("PutBucketVersioning", () -> versioning.put(bucket, c.desired()));
            case Change.SetTags c -> run("PutBucketTagging", () -> tags.put(bucket, c.tags()));
            case Change.RemoveTags _ -> run("DeleteBucketTagging", () -> tags.delete(bucket));
            case Change.SetCors c -> run("PutBucketCors", () -> cors.put(bucket, c.rules()));
            case Change.RemoveCors _ -> run("DeleteBucketCors", () -> cors.delete(bucket));
            case Change.SetPublicAccessBlock c ->
                run("PutPublicAccessBlock", () -> publicAccessBlock.put(bucket, c.desired()));
            case Change.SetPolicy c -> run("PutBucketPolicy", () -> policy.put(bucket, c.document()));
            case Change.RemovePolicy _ -> run("DeleteBucketPolicy", () -> policy.delete(bucket));
            case Change.SetLogging c -> run("PutBucketLogging", () -> logging.put(bucket, c.desired()));
            case Change.SetObjectLock c -> run("PutObjectLockConfiguration", () -> objectLock.put(bucket, c.desired()));
            case Change.SetOwnershipControls c ->
                run("PutBucketOwnershipControls", () -> ownershipControls.put(bucket, c.desired()));
        }
    }

    @Override
    public String accountId() {
        Owner owner = call("ListBuckets", () -> s3.listBuckets().owner());
        return owner == null || owner.id() == null ? "" : owner.id();
    }

    private static void run(String operation, Runnable request) {
        call(operation, () -> {
            request.run();
            return "";
        });
    }

    private static <T> T call(String operation, Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkException e) {
            throw S3Failures.of(operation, e);
        }
    }

    @Override
    public void close() {
        s3.close();
    }
}
