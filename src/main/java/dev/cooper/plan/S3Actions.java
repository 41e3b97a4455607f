package dev.cooper.plan;

import java.util.List;

/**
 * What the levels of access mean in the terms of IAM, the same for keys and for BucketPolicies.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html">Actions,
 *     resources and condition keys of Amazon S3</a>
 */
final class S3Actions {
    /** On buckets. */
    static final List<String> LISTING = List.of("s3:ListBucket", "s3:ListBucketVersions");

    /** On objects. */
    static final List<String> READING = List.of("s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectTagging");

    /** On objects. */
    static final List<String> WRITING =
            List.of("s3:PutObject", "s3:PutObjectTagging", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts");

    /**
     * On objects, and on their bucket, where RGW wants it for DeleteObjects before it judges each object by itself
     * (seen on 18.2.7).
     */
    static final List<String> DELETING = List.of("s3:DeleteObject");

    /** On objects, for whoever administers their bucket. */
    static final List<String> EVERYTHING = List.of("s3:*");

    private S3Actions() {}
}
