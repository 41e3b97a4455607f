package dev.cooper.simulator;

import static dev.cooper.simulator.Operation.Content.ANY;
import static dev.cooper.simulator.Operation.Content.TEXT_HTML;
import static dev.cooper.simulator.Operation.Content.TEXT_HTML_MD5;
import static dev.cooper.simulator.Operation.Target.BUCKET;
import static dev.cooper.simulator.Operation.Target.OBJECT;
import static dev.cooper.simulator.Operation.Target.SERVICE;
import static dev.cooper.simulator.Permission.FULL_CONTROL;
import static dev.cooper.simulator.Permission.READ;
import static dev.cooper.simulator.Permission.READ_ACP;
import static dev.cooper.simulator.Permission.WRITE;
import static dev.cooper.simulator.Permission.WRITE_ACP;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every operation of the page's table "S3 API support by region", in its order, and what selects it on the wire: the
 * method and a query parameter (empty: none). Those without a permission or a content rule are the ones that the page
 * does not mark as supported. Where the table has an older and a newer name for one request, the one that has a
 * section of its own stands here.
 */
enum Operation {
    LIST_BUCKETS(SERVICE, "GET", "", null, ANY),
    /** AssumeRoleWithWebIdentity: the part of SecurityTokenService that is supported. */
    ASSUME_ROLE_WITH_WEB_IDENTITY(SERVICE, "POST", "", null, ANY),
    /** Any other action of the STS. */
    SECURITY_TOKEN_SERVICE(SERVICE, "POST", "Action"),
    HEAD_BUCKET(BUCKET, "HEAD", "", READ, ANY),
    GET_BUCKET_ACCELERATE_CONFIGURATION(BUCKET, "GET", "accelerate"),
    GET_BUCKET_ACL(BUCKET, "GET", "acl", READ_ACP, ANY),
    GET_BUCKET_ANALYTICS_CONFIGURATION(BUCKET, "GET", "analytics"),
    LIST_BUCKET_ANALYTICS_CONFIGURATIONS(BUCKET, "GET", "analytics"),
    GET_BUCKET_CORS(BUCKET, "GET", "cors"),
    GET_BUCKET_ENCRYPTION(BUCKET, "GET", "encryption", FULL_CONTROL, TEXT_HTML),
    GET_BUCKET_INTELLIGENT_TIERING_CONFIGURATION(BUCKET, "GET", "intelligent-tiering"),
    LIST_BUCKET_INTELLIGENT_TIERING_CONFIGURATIONS(BUCKET, "GET", "intelligent-tiering"),
    GET_BUCKET_INVENTORY_CONFIGURATION(BUCKET, "GET", "inventory"),
    LIST_BUCKET_INVENTORY_CONFIGURATIONS(BUCKET, "GET", "inventory"),
    GET_BUCKET_LIFECYCLE(BUCKET, "GET", "lifecycle", FULL_CONTROL, TEXT_HTML),
    GET_BUCKET_LOCATION(BUCKET, "GET", "location", FULL_CONTROL, TEXT_HTML),
    GET_BUCKET_LOGGING(BUCKET, "GET", "logging", FULL_CONTROL, ANY),
    GET_BUCKET_METRICS_CONFIGURATION(BUCKET, "GET", "metrics"),
    LIST_BUCKET_METRICS_CONFIGURATIONS(BUCKET, "GET", "metrics"),
    GET_BUCKET_NOTIFICATION_CONFIGURATION(BUCKET, "GET", "notification"),
    GET_BUCKET_OWNERSHIP_CONTROLS(BUCKET, "GET", "ownershipControls"),
    GET_BUCKET_POLICY(BUCKET, "GET", "policy"),
    GET_BUCKET_POLICY_STATUS(BUCKET, "GET", "policyStatus"),
    GET_BUCKET_REPLICATION(BUCKET, "GET", "replication"),
    GET_BUCKET_REQUEST_PAYMENT(BUCKET, "GET", "requestPayment"),
    GET_BUCKET_TAGGING(BUCKET, "GET", "tagging"),
    GET_BUCKET_VERSIONING(BUCKET, "GET", "versioning"),
    GET_BUCKET_WEBSITE(BUCKET, "GET", "website"),
    LIST_OBJECT_VERSIONS(BUCKET, "GET", "versions"),
    LIST_OBJECTS_V2(BUCKET, "GET", "list-type", READ, TEXT_HTML),
    GET_OBJECT_LOCK_CONFIGURATION(BUCKET, "GET", "object-lock"),
    GET_PUBLIC_ACCESS_BLOCK(BUCKET, "GET", "publicAccessBlock"),
    LIST_MULTIPART_UPLOADS(BUCKET, "GET", "uploads", READ, TEXT_HTML),
    LIST_OBJECTS(BUCKET, "GET", "", READ, ANY),
    PUT_BUCKET_ACCELERATE_CONFIGURATION(BUCKET, "PUT", "accelerate"),
    PUT_BUCKET_ACL(BUCKET, "PUT", "acl", WRITE_ACP, TEXT_HTML_MD5),
    PUT_BUCKET_ANALYTICS_CONFIGURATION(BUCKET, "PUT", "analytics"),
    PUT_BUCKET_CORS(BUCKET, "PUT", "cors"),
    PUT_BUCKET_ENCRYPTION(BUCKET, "PUT", "encryption", FULL_CONTROL, TEXT_HTML_MD5),
    PUT_BUCKET_INTELLIGENT_TIERING_CONFIGURATION(BUCKET, "PUT", "intelligent-tiering"),
    PUT_BUCKET_INVENTORY_CONFIGURATION(BUCKET, "PUT", "inventory"),
    PUT_BUCKET_LIFECYCLE(BUCKET, "PUT", "lifecycle", FULL_CONTROL, TEXT_HTML_MD5),
    PUT_BUCKET_LOGGING(BUCKET, "PUT", "logging", FULL_CONTROL, ANY),
    PUT_BUCKET_METRICS_CONFIGURATION(BUCKET, "PUT", "metrics"),
    PUT_BUCKET_NOTIFICATION_CONFIGURATION(BUCKET, "PUT", "notification"),
    PUT_BUCKET_OWNERSHIP_CONTROLS(BUCKET, "PUT", "ownershipControls"),
    PUT_BUCKET_POLICY(BUCKET, "PUT", "policy"),
    PUT_BUCKET_REPLICATION(BUCKET, "PUT", "replication"),
    PUT_BUCKET_REQUEST_PAYMENT(BUCKET, "PUT", "requestPayment"),
    PUT_BUCKET_TAGGING(BUCKET, "PUT", "tagging"),
    PUT_BUCKET_VERSIONING(BUCKET, "PUT", "versioning"),
    PUT_BUCKET_WEBSITE(BUCKET, "PUT", "website"),
    PUT_OBJECT_LOCK_CONFIGURATION(BUCKET, "PUT", "object-lock"),
    PUT_PUBLIC_ACCESS_BLOCK(BUCKET, "PUT", "publicAccessBlock"),
    CREATE_BUCKET(BUCKET, "PUT", "", null, ANY),
    DELETE_BUCKET_ANALYTICS_CONFIGURATION(BUCKET, "DELETE", "analytics"),
    DELETE_BUCKET_CORS(BUCKET, "DELETE", "cors"),
    DELETE_BUCKET_ENCRYPTION(BUCKET, "DELETE", "encryption"),
    DELETE_BUCKET_INTELLIGENT_TIERING_CONFIGURATION(BUCKET, "DELETE", "intelligent-tiering"),
    DELETE_BUCKET_INVENTORY_CONFIGURATION(BUCKET, "DELETE", "inventory"),
    DELETE_BUCKET_LIFECYCLE(BUCKET, "DELETE", "lifecycle", FULL_CONTROL, TEXT_HTML),
    DELETE_BUCKET_METRICS_CONFIGURATION(BUCKET, "DELETE", "metrics"),
    DELETE_BUCKET_OWNERSHIP_CONTROLS(BUCKET, "DELETE", "ownershipControls"),
    DELETE_BUCKET_POLICY(BUCKET, "DELETE", "policy"),
    DELETE_BUCKET_REPLICATION(BUCKET, "DELETE", "replication"),
    DELETE_BUCKET_TAGGING(BUCKET, "DELETE", "tagging"),
    DELETE_BUCKET_WEBSITE(BUCKET, "DELETE", "website"),
    DELETE_PUBLIC_ACCESS_BLOCK(BUCKET, "DELETE", "publicAccessBlock"),
    DELETE_BUCKET(BUCKET, "DELETE", "", FULL_CONTROL, ANY),
    DELETE_OBJECTS(BUCKET, "POST", "delete", WRITE, TEXT_HTML),
    HEAD_OBJECT(OBJECT, "HEAD", "", READ, TEXT_HTML),
    GET_OBJECT_ACL(OBJECT, "GET", "acl"),
    GET_OBJECT_ATTRIBUTES(OBJECT, "GET", "attributes"),
    GET_OBJECT_LEGAL_HOLD(OBJECT, "GET", "legal-hold"),
    GET_OBJECT_RETENTION(OBJECT, "GET", "retention"),
    GET_OBJECT_TAGGING(OBJECT, "GET", "tagging", READ, TEXT_HTML),
    GET_OBJECT_TORRENT(OBJECT, "GET", "torrent"),
    LIST_PARTS(OBJECT, "GET", "uploadId", READ, TEXT_HTML),
    GET_OBJECT(OBJECT, "GET", "", READ, TEXT_HTML),
    PUT_OBJECT_ACL(OBJECT, "PUT", "acl"),
    PUT_OBJECT_LEGAL_HOLD(OBJECT, "PUT", "legal-hold"),
    PUT_OBJECT_RETENTION(OBJECT, "PUT", "retention"),
    PUT_OBJECT_TAGGING(OBJECT, "PUT", "tagging", WRITE, TEXT_HTML),
    UPLOAD_PART_COPY(OBJECT, "PUT", "partNumber", WRITE, TEXT_HTML),
    UPLOAD_PART(OBJECT, "PUT", "partNumber", WRITE, TEXT_HTML),
    COPY_OBJECT(OBJECT, "PUT", "", WRITE, TEXT_HTML),
    PUT_OBJECT(OBJECT, "PUT", "", WRITE, TEXT_HTML),
    ABORT_MULTIPART_UPLOAD(OBJECT, "DELETE", "uploadId", WRITE, TEXT_HTML),
    DELETE_OBJECT_TAGGING(OBJECT, "DELETE", "tagging", WRITE, TEXT_HTML),
    DELETE_OBJECT(OBJECT, "DELETE", "", WRITE, TEXT_HTML),
    COMPLETE_MULTIPART_UPLOAD(OBJECT, "POST", "uploadId", WRITE, TEXT_HTML),
    CREATE_MULTIPART_UPLOAD(OBJECT, "POST", "uploads", WRITE, TEXT_HTML),
    RESTORE_OBJECT(OBJECT, "POST", "restore"),
    SELECT_OBJECT_CONTENT(OBJECT, "POST", "select"),
    WRITE_GET_OBJECT_RESPONSE(SERVICE, "POST", "WriteGetObjectResponse"),
    /** A request that the page does not know at all. */
    UNKNOWN(SERVICE, "", "");

    enum Target {
        SERVICE,
        BUCKET,
        OBJECT
    }

    /** What the page's header table demands of the content beyond the signature headers. */
    enum Content {
        ANY,
        TEXT_HTML,
        TEXT_HTML_MD5
    }

    private final Target target;
    private final String method;
    private final String parameter;
    private final boolean supported;
    private final @Nullable Permission permission;
    private final Content content;

    Operation(Target target, String method, String parameter, @Nullable Permission permission, Content content) {
        this(target, method, parameter, true, permission, content);
    }

    Operation(Target target, String method, String parameter) {
        this(target, method, parameter, false, null, ANY);
    }

    Operation(
            Target target,
            String method,
            String parameter,
            boolean supported,
            @Nullable Permission permission,
            Content content) {
        this.target = target;
        this.method = method;
        this.parameter = parameter;
        this.supported = supported;
        this.permission = permission;
        this.content = content;
    }

    /** The name as the page writes it. */
    String pageName() {
        return Arrays.stream(name().split("_", -1))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    Target target() {
        return target;
    }

    String method() {
        return method;
    }

    /** The query parameter that selects the operation, or empty. */
    String parameter() {
        return parameter;
    }

    boolean supported() {
        return supported;
    }

    /** What the caller must hold on the bucket; null where no bucket is involved yet. */
    @Nullable
    Permission permission() {
        return permission;
    }

    Content content() {
        return content;
    }

    /** Whether the body is the object's data, which a client may leave out of its signature. */
    boolean carriesObjectData() {
        return this == PUT_OBJECT || this == UPLOAD_PART;
    }
}
