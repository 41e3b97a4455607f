package dev.cooper.client.s3;

import dev.cooper.port.ContentPort;
import dev.cooper.port.Failure;
import dev.cooper.port.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        List<Failure> kept = new ArrayList<>();
        for (StoredObject object : objects) {
            if (isXml(object.key())) {
                batch.add(object);
            } else {
                deleteAlone(bucket, object).ifPresent(kept::add);
            }
        }
        if (!batch.isEmpty()) {
            kept.addAll(deleteBatch(bucket, batch));
        }
        if (!kept.isEmpty() && kept.size() >= objects.size()) {
            throw new StoreException(kept.getFirst());
        }
        return objects.size() - kept.size();
    }

    /** Why the store keeps the object, or empty when it is gone. */
    private Optional<Failure> deleteAlone(String bucket, StoredObject object) {
        try {
            call(
                    "DeleteObject",
                    () -> s3.deleteObject(
                            request -> request.bucket(bucket).key(object.key()).versionId(object.versionId())));
            return Optional.empty();
        } catch (StoreException e) {
            if (e.failure() instanceof Failure.AccessDenied) {
                return Optional.of(e.failure());
            }
            throw e;
        }
    }

    /** Why the store keeps those objects that are not gone. */
    private List<Failure> deleteBatch(String bucket, List<StoredObject> batch) {
        List<ObjectIdentifier> identifiers = batch.stream()
                .map(object -> ObjectIdentifier.builder()
                        .key(object.key())
                        .versionId(object.versionId())
                        .build())
                .toList();
        return call("DeleteObjects", () -> s3
                .deleteObjects(request -> request.bucket(bucket)
                        .delete(delete -> delete.objects(identifiers).quiet(true)))
                .errors()
                .stream()
                .map(S3Contents::failure)
                .toList());
    }

    private static Failure failure(S3Error error) {
        return "AccessDenied".equals(error.code())
                ? new Failure.AccessDenied("DeleteObjects", 403, error.code())
                : new Failure.Conflict("DeleteObjects", 200, String.valueOf(error.code()));
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
