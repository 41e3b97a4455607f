package dev.cooper.simulator;

import java.util.Map;

/** ListBuckets, HeadBucket, CreateBucket, DeleteBucket, GetBucketLocation. */
final class BucketHandler {
    /** "Not in use", says the page; these are what RGW 18.2.7 writes when none is set. */
    private static final Map<String, String> UNUSED_QUOTAS = Map.of(
            "X-Rgw-Quota-Bucket-Objects", "-1",
            "X-Rgw-Quota-Bucket-Size", "-1",
            "X-Rgw-Quota-Max-Buckets", "1000",
            "X-Rgw-Quota-User-Objects", "-1",
            "X-Rgw-Quota-User-Size", "-1");

    private final SimulatorSettings settings;
    private final Identity identity;

    BucketHandler(SimulatorSettings settings, Identity identity) {
        this.settings = settings;
        this.identity = identity;
    }

    /** All buckets of the project, whoever owns them. */
    Response list(Buckets state, S3Call call) {
        Principal.Member caller = member(call);
        return Response.xml(200, XmlWriter.s3Document("ListAllMyBucketsResult", xml -> xml.element(
                        "Owner", owner -> owner.element("DisplayName", identity.nameOf(caller.userId()))
                                .element("ID", caller.userId()))
                .element("Buckets", buckets -> {
                    for (Bucket bucket : state.ofProject(caller.projectId())) {
                        buckets.element(
                                "Bucket", one -> one.element("Name", bucket.id().name())
                                        .element("CreationDate", HttpDates.xml(bucket.created())));
                    }
                })));
    }

    Response head(Bucket bucket) {
        return Response.empty(200)
                .header("X-Rgw-Bytes-Used", bucket.bytes())
                .header("X-Rgw-Object-Count", bucket.objects().size())
                .headers(UNUSED_QUOTAS);
    }

    /** As RGW: creating a bucket of the own project again is a success and changes nothing. */
    Response create(Buckets state, S3Call call) {
        Principal.Member caller = member(call);
        String project = call.route().projectId();
        if (project != null && !project.equals(caller.projectId())) {
            throw ErrorCode.ACCESS_DENIED.because("Access Denied.");
        }
        if (call.request().body().length > 0) {
            throw ErrorCode.INVALID_LOCATION_CONSTRAINT.because(
                    "CreateBucket takes no request body: this endpoint has one region and no LocationConstraint.");
        }
        for (String header : call.headers().names()) {
            if (header.equals("x-amz-acl") || header.startsWith("x-amz-grant-")) {
                throw ErrorCode.INVALID_REQUEST.because(
                        "CreateBucket takes no " + header + ": use PutBucketAcl on the bucket.");
            }
            if (header.startsWith("x-amz-bucket-object-lock") || header.equals("x-amz-object-ownership")) {
                throw ErrorCode.NOT_IMPLEMENTED.because(header + " is not supported.");
            }
        }
        String name = call.route().bucket();
        BucketNames.check(name);
        Bucket.Id id = new Bucket.Id(caller.projectId(), name);
        if (state.find(id).isEmpty()) {
            state.create(id, caller.userId());
        }
        return Response.empty(200);
    }

    /** Only objects make a bucket not empty: RGW aborts open uploads itself (RadosBucket::remove). */
    Response delete(Buckets state, Bucket bucket) {
        if (!bucket.objects().isEmpty()) {
            throw ErrorCode.BUCKET_NOT_EMPTY.because("The bucket you tried to delete is not empty.");
        }
        state.remove(bucket.id());
        return Response.empty(204);
    }

    Response location() {
        return Response.xml(200, XmlWriter.s3Document("LocationConstraint", xml -> xml.text(settings.region())));
    }

    private static Principal.Member member(S3Call call) {
        if (call.principal() instanceof Principal.Member member) {
            return member;
        }
        throw ErrorCode.ACCESS_DENIED.because("Access Denied.");
    }
}
