package dev.cooper.client.s3;

import dev.cooper.port.ContentPort;
import dev.cooper.port.Failure;
import dev.cooper.port.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Lists and deletes what lies in buckets, over the S3 API. */
final class S3Contents implements ContentPort {
    private final S3Client s3;
    private final boolean versions;

    S3Contents(S3Client s3, boolean versions) {
        this.s3 = s3;
        this.versions = versions;
    }

    @Override
    public List<StoredObject> objects(String bucket) {
        return versions
                ? call("ListObjectVersions", () -> versions(bucket))
                : call(
                        "ListObjectsV2", () -> s3
                                .listObjectsV2(request -> request.bucket(bucket).encodingType(EncodingType.URL))
                                .contents()
                                .stream()
                                .map(object -> new StoredObject(object.key(), null))
                                .toList());
    }

    private List<StoredObject> versions(String bucket) {
        ListObjectVersionsResponse page =
                s3.listObjectVersions(request -> request.bucket(bucket).encodingType(EncodingType.URL));
        return Stream.concat(
                        page.versions().stream().map(version -> new StoredObject(version.key(), version.versionId())),
                        page.deleteMarkers().stream().map(marker -> new StoredObject(marker.key(), marker.versionId())))
                .toList();
    }

    @Override
    public int delete(String bucket, List<StoredObject> objects) {
        List<StoredObject> batch = new ArrayList<>();
        int deleted = 0;
        for (StoredObject object : objects) {
            if (isXml(object.key())) {
                batch.add(object);
            } else {
                call(
                        "DeleteObject",
                        () -> s3.deleteObject(request ->
                                request.bucket(bucket).key(object.key()).versionId(object.versionId())));
                deleted++;
            }
        }
        return batch.isEmpty() ? deleted : deleted + deleteBatch(bucket, batch, deleted > 0);
    }

    private int deleteBatch(String bucket, List<StoredObject> batch, boolean othersWereDeleted) {
        List<ObjectIdentifier> identifiers = batch.stream()
                .map(object -> ObjectIdentifier.builder()
                        .key(object.key())
                        .versionId(object.versionId())
                        .build())
                .toList();
        List<S3Error> errors = call("DeleteObjects", () -> s3.deleteObjects(request -> request.bucket(bucket)
                        .delete(delete -> delete.objects(identifiers).quiet(true)))
                .errors());
        if (errors.size() >= batch.size() && !othersWereDeleted) {
            S3Error first = errors.getFirst();
            throw new StoreException(
                    "AccessDenied".equals(first.code())
                            ? new Failure.AccessDenied("DeleteObjects", 403, first.code())
                            : new Failure.Conflict("DeleteObjects", 200, String.valueOf(first.code())));
        }
        return batch.size() - errors.size();
    }

    /** Whether a key survives the way through an XML document; others must stand in a URL. */
    private static boolean isXml(String key) {
        return key.codePoints()
                .noneMatch(
                        c -> Character.isISOControl(c) || c == 0xFFFE || c == 0xFFFF || (c >= 0xD800 && c <= 0xDFFF));
    }

    @Override
    public List<Upload> uploads(String bucket) {
        return call(
                "ListMultipartUploads", () -> s3
                        .listMultipartUploads(request -> request.bucket(bucket).encodingType(EncodingType.URL))
                        .uploads()
                        .stream()
                        .map(upload -> new Upload(upload.key(), upload.uploadId()))
                        .toList());
    }

    @Override
    public void abort(String bucket, Upload upload) {
        call(
                "AbortMultipartUpload",
                () -> s3.abortMultipartUpload(
                        request -> request.bucket(bucket).key(upload.key()).uploadId(upload.id())));
    }

    private static <T> T call(String operation, Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkException e) {
            throw S3Failures.of(operation, e);
        }
    }
}
