package dev.cooper.simulator;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The value of x-amz-copy-source: {@code [/][project:]bucket/key}, percent-encoded. */
record CopySource(@Nullable String projectId, String bucket, String key) {
    static CopySource parse(String header) {
        if (header.contains("?versionId=")) {
            throw ErrorCode.NOT_IMPLEMENTED.because("Versions are not supported in x-amz-copy-source.");
        }
        String path = UriCoding.decodePath(header);
        String rest = path.startsWith("/") ? path.substring(1) : path;
        int slash = rest.indexOf('/');
        if (slash <= 0 || slash == rest.length() - 1) {
            throw ErrorCode.INVALID_ARGUMENT.because("x-amz-copy-source must be written bucket/key.");
        }
        String first = rest.substring(0, slash);
        int colon = first.indexOf(':');
        return new CopySource(
                colon < 0 ? null : first.substring(0, colon), first.substring(colon + 1), rest.substring(slash + 1));
    }

    void checkConditions(Headers headers, StoredObject object) {
        String match = headers.get("x-amz-copy-source-if-match");
        String noneMatch = headers.get("x-amz-copy-source-if-none-match");
        Instant modifiedSince = HttpDates.parse(headers.get("x-amz-copy-source-if-modified-since"));
        Instant unmodifiedSince = HttpDates.parse(headers.get("x-amz-copy-source-if-unmodified-since"));
        boolean holds = (match == null || ETags.matches(match, object.etag()))
                && (noneMatch == null || !ETags.matches(noneMatch, object.etag()))
                && (modifiedSince == null
                        || HttpDates.seconds(object.lastModified()).isAfter(modifiedSince))
                && (unmodifiedSince == null
                        || match != null
                        || !HttpDates.seconds(object.lastModified()).isAfter(unmodifiedSince));
        if (!holds) {
            throw ErrorCode.PRECONDITION_FAILED.because("At least one of the conditions on the source does not hold.");
        }
    }

    boolean isSameAs(Bucket target, String targetKey) {
        return bucket.equals(target.id().name())
                && key.equals(targetKey)
                && (projectId == null || Objects.equals(projectId, target.id().projectId()));
    }
}
