package dev.cooper.simulator;

/**
 * The S3 error codes that the simulator answers with. Statuses follow Ceph RGW's table {@code rgw_http_s3_errors}
 * (src/rgw/rgw_common.cc), or the S3 API reference where RGW has no such code.
 */
enum ErrorCode {
    ACCESS_DENIED(403, "AccessDenied"),
    AUTHORIZATION_HEADER_MALFORMED(400, "AuthorizationHeaderMalformed"),
    AUTHORIZATION_QUERY_PARAMETERS_ERROR(400, "AuthorizationQueryParametersError"),
    BAD_DIGEST(400, "BadDigest"),
    BUCKET_NOT_EMPTY(409, "BucketNotEmpty"),
    ENTITY_TOO_LARGE(400, "EntityTooLarge"),
    ENTITY_TOO_SMALL(400, "EntityTooSmall"),
    EXPIRED_TOKEN(400, "ExpiredToken"),
    INTERNAL_ERROR(500, "InternalError"),
    INVALID_ACCESS_KEY_ID(403, "InvalidAccessKeyId"),
    INVALID_ARGUMENT(400, "InvalidArgument"),
    INVALID_BUCKET_NAME(400, "InvalidBucketName"),
    INVALID_BUCKET_STATE(409, "InvalidBucketState"),
    INVALID_DIGEST(400, "InvalidDigest"),
    INVALID_ENCRYPTION_ALGORITHM(400, "InvalidEncryptionAlgorithmError"),
    INVALID_LOCATION_CONSTRAINT(400, "InvalidLocationConstraint"),
    INVALID_PART(400, "InvalidPart"),
    INVALID_PART_ORDER(400, "InvalidPartOrder"),
    INVALID_RANGE(416, "InvalidRange"),
    INVALID_REQUEST(400, "InvalidRequest"),
    INVALID_STORAGE_CLASS(400, "InvalidStorageClass"),
    INVALID_TAG(400, "InvalidTag"),
    INVALID_TARGET_BUCKET_FOR_LOGGING(400, "InvalidTargetBucketForLogging"),
    /** A session token that is wrong, or that does not belong there: measured on RGW 18.2.7. */
    INVALID_TOKEN(403, "AccessDenied"),
    INVALID_URI(400, "InvalidURI"),
    KEY_TOO_LONG(400, "KeyTooLongError"),
    MALFORMED_ACL(400, "MalformedACLError"),
    MALFORMED_XML(400, "MalformedXML"),
    METHOD_NOT_ALLOWED(405, "MethodNotAllowed"),
    MISSING_CONTENT_LENGTH(411, "MissingContentLength"),
    NOT_IMPLEMENTED(501, "NotImplemented"),
    NO_SUCH_BUCKET(404, "NoSuchBucket"),
    NO_SUCH_ENCRYPTION(404, "ServerSideEncryptionConfigurationNotFoundError"),
    NO_SUCH_KEY(404, "NoSuchKey"),
    NO_SUCH_LIFECYCLE(404, "NoSuchLifecycleConfiguration"),
    NO_SUCH_UPLOAD(404, "NoSuchUpload"),
    PRECONDITION_FAILED(412, "PreconditionFailed"),
    REQUEST_TIME_TOO_SKEWED(403, "RequestTimeTooSkewed"),
    SIGNATURE_DOES_NOT_MATCH(403, "SignatureDoesNotMatch"),
    UNAUTHORIZED(401, "Unauthorized"),
    CONTENT_SHA256_MISMATCH(400, "XAmzContentSHA256Mismatch");

    private final int status;
    private final String code;

    ErrorCode(int status, String code) {
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    Refusal because(String message) {
        return new Refusal(this, message);
    }
}
