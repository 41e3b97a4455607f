package dev.cooper.simulator;

import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The S3 endpoint: route, authenticate, refuse what the page does not support, authorize, perform. */
final class S3Service implements HttpFront.Service {
    private static final Set<ErrorCode> TOKEN_ERRORS =
            EnumSet.of(ErrorCode.INVALID_ACCESS_KEY_ID, ErrorCode.INVALID_TOKEN, ErrorCode.EXPIRED_TOKEN);

    private final SimulatorSettings settings;
    private final Clock clock;
    private final Identity identity;
    private final Buckets buckets;
    private final SigV4Verifier verifier;
    private final Sts sts;
    private final BucketHandler bucketHandler;
    private final AclHandler aclHandler;
    private final LifecycleHandler lifecycleHandler = new LifecycleHandler();
    private final EncryptionHandler encryptionHandler = new EncryptionHandler();
    private final LoggingHandler loggingHandler = new LoggingHandler();
    private final ObjectHandler objectHandler = new ObjectHandler();
    private final ListingHandler listingHandler;
    private final UploadListingHandler uploadListingHandler;
    private final MultipartHandler multipartHandler = new MultipartHandler();

    S3Service(SimulatorSettings settings, Clock clock, Identity identity, Buckets buckets) {
        this.settings = settings;
        this.clock = clock;
        this.identity = identity;
        this.buckets = buckets;
        this.verifier = new SigV4Verifier(settings.region(), settings.signatureClock(), clock::instant, identity);
        this.sts = new Sts(identity);
        this.bucketHandler = new BucketHandler(settings, identity);
        this.aclHandler = new AclHandler(settings, identity);
        this.listingHandler = new ListingHandler(identity);
        this.uploadListingHandler = new UploadListingHandler(identity);
    }

    @Override
    public Recorder.Subject subject(Request request) {
        try {
            S3Route route = S3Router.route(request);
            Operation operation = route.operation();
            return new Recorder.Subject(operation.pageName(), operation.supported(), route.bucket(), route.key());
        } catch (Refusal e) {
            return new Recorder.Subject(Operation.UNKNOWN.pageName(), false, "", "");
        }
    }

    @Override
    public Response handle(Request request, Recorder.Entry entry) {
        Response response;
        try {
            response = perform(request, entry);
        } catch (Refusal refusal) {
            ErrorCode error = refusal.error();
            response = error(error.status(), error.code(), refusal.reason(), requestId(entry.number()));
        }
        boolean closes = request.headers().get("Connection", "").equalsIgnoreCase("close");
        return response.headers(settings.securityHeaders())
                .header("Connection", closes ? "close" : "keep-alive")
                .header("X-Amz-Request-Id", requestId(entry.number()))
                .header("Date", HttpDates.header(settings.signatureClock().instant()));
    }

    @Override
    public Response error(int status, String code, String message) {
        return error(status, code, message, requestId(0));
    }

    private Response error(int status, String code, String message, String requestId) {
        return Response.xml(status, XmlWriter.document("Error", null, xml -> xml.element("Code", code)
                        .element("Message", message)
                        .element("RequestId", requestId)
                        .element("HostId", settings.region())))
                .error(code);
    }

    private Response perform(Request request, Recorder.Entry entry) {
        S3Route route = S3Router.route(request);
        Operation operation = route.operation();
        if (operation == Operation.ASSUME_ROLE_WITH_WEB_IDENTITY) {
            return sts.handle(request, entry);
        }
        if (operation == Operation.WRITE_GET_OBJECT_RESPONSE) {
            throw unsupported(operation); // signed for another service, s3-object-lambda, of another endpoint
        }
        entry.missingHeaders(RequestRules.missingHeaders(operation, request));
        SigV4Verifier.Verified verified = verify(operation, request);
        entry.accessKeyId(verified.accessKeyId());
        if (operation == Operation.UNKNOWN) {
            throw ErrorCode.METHOD_NOT_ALLOWED.because("The specified method is not allowed against this resource.");
        }
        if (!operation.supported()) {
            throw unsupported(operation);
        }
        RequestRules.check(route, verified);
        S3Call call = new S3Call(verified.request(), route, verified.principal(), clock.instant());
        return buckets.locked(state -> dispatch(state, call));
    }

    /** PutBucketAcl has a table of its own for refusals: 401 for an invalid token. */
    private SigV4Verifier.Verified verify(Operation operation, Request request) {
        try {
            return verifier.verify(request);
        } catch (Refusal refusal) {
            if (operation == Operation.PUT_BUCKET_ACL
                    && request.headers().has("X-Amz-Security-Token")
                    && TOKEN_ERRORS.contains(refusal.error())) {
                throw ErrorCode.UNAUTHORIZED.because("Permission denied: the session token is not valid.");
            }
            throw refusal;
        }
    }

    private Refusal unsupported(Operation operation) {
        return settings.unsupported().because(operation.pageName() + " is not supported.");
    }

    private Response dispatch(Buckets state, S3Call call) {
        Operation operation = call.route().operation();
        if (operation == Operation.LIST_BUCKETS) {
            return bucketHandler.list(state, call);
        }
        if (operation == Operation.CREATE_BUCKET) {
            return bucketHandler.create(state, call);
        }
        Bucket bucket = state.get(bucketId(call));
        authorize(call.principal(), bucket, operation.permission());
        return switch (operation) {
            case HEAD_BUCKET -> bucketHandler.head(bucket);
            case DELETE_BUCKET -> bucketHandler.delete(state, bucket);
            case GET_BUCKET_LOCATION -> bucketHandler.location();
            case GET_BUCKET_ACL -> aclHandler.get(bucket);
            case PUT_BUCKET_ACL -> aclHandler.put(call, bucket);
            case GET_BUCKET_ENCRYPTION -> encryptionHandler.get(bucket);
            case PUT_BUCKET_ENCRYPTION -> encryptionHandler.put(call, bucket);
            case GET_BUCKET_LIFECYCLE -> lifecycleHandler.get(bucket);
            case PUT_BUCKET_LIFECYCLE -> lifecycleHandler.put(call, bucket);
            case DELETE_BUCKET_LIFECYCLE -> lifecycleHandler.delete(bucket);
            case GET_BUCKET_LOGGING -> loggingHandler.get(bucket);
            case PUT_BUCKET_LOGGING -> loggingHandler.put(state, call, bucket);
            case LIST_OBJECTS -> listingHandler.listV1(call, bucket);
            case LIST_OBJECTS_V2 -> listingHandler.listV2(call, bucket);
            case DELETE_OBJECTS -> objectHandler.deleteAll(call, bucket);
            case HEAD_OBJECT, GET_OBJECT -> objectHandler.get(call, bucket);
            case PUT_OBJECT -> objectHandler.put(call, bucket);
            case COPY_OBJECT -> objectHandler.copy(call, bucket, copySource(state, call));
            case DELETE_OBJECT -> objectHandler.delete(call, bucket);
            case GET_OBJECT_TAGGING -> objectHandler.getTags(call, bucket);
            case PUT_OBJECT_TAGGING -> objectHandler.putTags(call, bucket);
            case DELETE_OBJECT_TAGGING -> objectHandler.deleteTags(call, bucket);
            case CREATE_MULTIPART_UPLOAD -> multipartHandler.create(call, bucket);
            case UPLOAD_PART -> multipartHandler.uploadPart(call, bucket);
            case UPLOAD_PART_COPY -> multipartHandler.copyPart(call, bucket, copySource(state, call));
            case LIST_PARTS -> uploadListingHandler.listParts(call, bucket);
            case LIST_MULTIPART_UPLOADS -> uploadListingHandler.listUploads(call, bucket);
            case COMPLETE_MULTIPART_UPLOAD -> multipartHandler.complete(call, bucket);
            case ABORT_MULTIPART_UPLOAD -> multipartHandler.abort(call, bucket);
            default -> throw new IllegalStateException(operation + " is on the list of supported operations");
        };
    }

    private StoredObject copySource(Buckets state, S3Call call) {
        CopySource source = CopySource.parse(call.headers().get("x-amz-copy-source", ""));
        Bucket bucket = state.get(new Bucket.Id(projectOf(source.projectId(), call.principal()), source.bucket()));
        authorize(call.principal(), bucket, Permission.READ);
        StoredObject object = bucket.object(source.key())
                .orElseThrow(() -> ErrorCode.NO_SUCH_KEY.because("The specified key does not exist."));
        source.checkConditions(call.headers(), object);
        return object;
    }

    private static Bucket.Id bucketId(S3Call call) {
        return new Bucket.Id(
                projectOf(call.route().projectId(), call.principal()),
                call.route().bucket());
    }

    /** The URL names the project, or the key belongs to one; an anonymous request without either finds nothing. */
    private static String projectOf(@Nullable String inUrl, Principal principal) {
        if (inUrl != null) {
            return inUrl;
        }
        return switch (principal) {
            case Principal.Member member -> member.projectId();
            case Principal.Anonymous() -> "";
        };
    }

    private void authorize(Principal principal, Bucket bucket, @Nullable Permission permission) {
        if (permission == null || isProjectAdmin(principal, bucket) || bucket.allows(principal, permission)) {
            return;
        }
        throw ErrorCode.ACCESS_DENIED.because("Access Denied.");
    }

    private boolean isProjectAdmin(Principal principal, Bucket bucket) {
        return principal instanceof Principal.Member member
                && identity.project(bucket.id().projectId())
                        .filter(project -> project.adminId().equals(member.userId()))
                        .isPresent();
    }

    private String requestId(long number) {
        return "tx%021x-%s".formatted(number, settings.region());
    }
}
