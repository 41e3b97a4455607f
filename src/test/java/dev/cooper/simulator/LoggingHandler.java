package dev.cooper.simulator;

import java.util.Optional;

/** GetBucketLogging and PutBucketLogging. The page lists both and shows no shapes: these are those of S3. */
final class LoggingHandler {
    Response get(Bucket bucket) {
        Optional<LoggingTarget> target = bucket.logging();
        return Response.xml(
                200,
                XmlWriter.s3Document(
                        "BucketLoggingStatus",
                        xml -> target.ifPresent(logging -> xml.element(
                                "LoggingEnabled", enabled -> enabled.element("TargetBucket", logging.bucket())
                                        .element("TargetPrefix", logging.prefix())))));
    }

    Response put(Buckets state, S3Call call, Bucket bucket) {
        Optional<XmlElement> enabled = XmlElement.parse(call.request().body(), "BucketLoggingStatus")
                .allow("LoggingEnabled")
                .child("LoggingEnabled");
        if (enabled.isEmpty()) {
            bucket.logging(null);
            return Response.empty(200);
        }
        XmlElement logging =
                enabled.get().allow("TargetBucket", "TargetPrefix", "TargetGrants", "TargetObjectKeyFormat");
        if (logging.has("TargetGrants") || logging.has("TargetObjectKeyFormat")) {
            throw ErrorCode.NOT_IMPLEMENTED.because("Only TargetBucket and TargetPrefix are supported.");
        }
        String target = logging.textOf("TargetBucket");
        if (state.find(new Bucket.Id(bucket.id().projectId(), target)).isEmpty()) {
            throw ErrorCode.INVALID_TARGET_BUCKET_FOR_LOGGING.because("The target bucket for logging does not exist.");
        }
        bucket.logging(new LoggingTarget(target, logging.textOf("TargetPrefix")));
        return Response.empty(200);
    }
}
