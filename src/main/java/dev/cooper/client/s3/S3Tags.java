package dev.cooper.client.s3;

import dev.cooper.plan.TagsState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

/** Get, Put and DeleteBucketTagging. */
final class S3Tags {
    private final S3Client s3;

    S3Tags(S3Client s3) {
        this.s3 = s3;
    }

    TagsState observe(String bucket) {
        try {
            return new TagsState(s3.getBucketTagging(request -> request.bucket(bucket)).tagSet().stream()
                    .collect(Collectors.toUnmodifiableMap(
                            Tag::key, tag -> Objects.requireNonNullElse(tag.value(), ""))));
        } catch (S3Exception e) {
            if (S3Failures.code(e).equals("NoSuchTagSet")) {
                return TagsState.NONE;
            }
            throw e;
        }
    }

    /** In the order of their keys, so that the same tags are the same request. */
    void put(String bucket, Map<String, String> tags) {
        List<Tag> sdk = tags.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        s3.putBucketTagging(request -> request.bucket(bucket).tagging(tagging -> tagging.tagSet(sdk)));
    }

    void delete(String bucket) {
        s3.deleteBucketTagging(request -> request.bucket(bucket));
    }
}
