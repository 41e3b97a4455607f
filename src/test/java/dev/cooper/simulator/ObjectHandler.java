package dev.cooper.simulator;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Objects, their copies and their tags. */
final class ObjectHandler {
    private static final int MAX_DELETE_KEYS = 1000;

    /** GetObject, and HeadObject: the listener leaves the body out. */
    Response get(S3Call call, Bucket bucket) {
        refuseVersions(call);
        if (call.query().has("partNumber")) {
            throw ErrorCode.NOT_IMPLEMENTED.because("partNumber is not supported on reads.");
        }
        StoredObject object = object(call, bucket);
        if (Conditions.onRead(call.headers(), object) == Conditions.Outcome.NOT_MODIFIED) {
            return Response.empty(304).header("ETag", object.quotedEtag());
        }
        int size = object.content().length;
        Optional<ByteRange> range = ByteRange.parse(call.headers().get("Range"), size);
        byte[] content = range.map(r -> r.of(object.content())).orElse(object.content());
        Response response = Response.bytes(range.isPresent() ? 206 : 200, content)
                .headers(ObjectHeaders.answered(object, call))
                .header("Accept-Ranges", "bytes")
                .header("ETag", object.quotedEtag())
                .header("Last-Modified", HttpDates.header(object.lastModified()))
                .header("Content-Length", content.length)
                .header("X-Rgw-Object-Type", "Normal");
        range.ifPresent(r -> response.header("Content-Range", r.contentRange(size)));
        if (!object.tags().isEmpty()) {
            response.header("x-amz-tagging-count", object.tags().size());
        }
        return stored(response, bucket, call.key(), object);
    }

    Response put(S3Call call, Bucket bucket) {
        refuseVersions(call);
        ObjectHeaders.refuseUnsupported(call.headers());
        Conditions.onWrite(call.headers(), bucket.object(call.key()));
        byte[] content = call.request().body();
        StoredObject object = new StoredObject(
                content,
                Digests.md5Hex(content),
                call.now(),
                ObjectHeaders.kept(call.headers()),
                ObjectHeaders.tags(call.headers()));
        bucket.put(call.key(), object);
        return stored(Response.empty(200).header("ETag", object.quotedEtag()), bucket, call.key(), object);
    }

    Response copy(S3Call call, Bucket bucket, StoredObject source) {
        ObjectHeaders.refuseUnsupported(call.headers());
        if (call.request().body().length > 0) {
            throw ErrorCode.INVALID_REQUEST.because("CopyObject takes no request body.");
        }
        boolean replaceMetadata = replaces(call.headers(), "x-amz-metadata-directive");
        boolean replaceTags = replaces(call.headers(), "x-amz-tagging-directive");
        boolean ontoItself =
                CopySource.parse(call.headers().get("x-amz-copy-source", "")).isSameAs(bucket, call.key());
        if (ontoItself && !replaceMetadata) {
            throw ErrorCode.INVALID_REQUEST.because(
                    "This copy request is illegal: it copies an object to itself without changing its metadata.");
        }
        Conditions.onWrite(call.headers(), bucket.object(call.key()));
        StoredObject copy = new StoredObject(
                source.content(),
                source.etag(),
                call.now(),
                replaceMetadata ? ObjectHeaders.kept(call.headers()) : source.headers(),
                replaceTags ? ObjectHeaders.tags(call.headers()) : source.tags());
        bucket.put(call.key(), copy);
        Response response =
                Response.xml(200, XmlWriter.s3Document("CopyObjectResult", xml -> xml.element("ETag", copy.quotedEtag())
                        .element("LastModified", HttpDates.xml(copy.lastModified()))));
        return stored(response, bucket, call.key(), copy);
    }

    Response delete(S3Call call, Bucket bucket) {
        refuseVersions(call);
        bucket.remove(call.key());
        return Response.empty(204);
    }

    /** RGW has no body for one that is none. */
    Response deleteAll(S3Call call, Bucket bucket) {
        try {
            return deleteNamed(call, bucket);
        } catch (Refusal refusal) {
            if (refusal.error() != ErrorCode.MALFORMED_XML) {
                throw refusal;
            }
            return Response.empty(400);
        }
    }

    private static Response deleteNamed(S3Call call, Bucket bucket) {
        XmlElement delete = XmlElement.parse(call.request().body(), "Delete").allow("Object", "Quiet");
        List<XmlElement> objects = delete.all("Object");
        if (objects.isEmpty() || objects.size() > MAX_DELETE_KEYS) {
            throw XmlElement.malformed("a Delete has 1 to 1000 objects");
        }
        List<String> keys = objects.stream()
                .map(object -> {
                    if (object.has("VersionId")) {
                        throw ErrorCode.NOT_IMPLEMENTED.because("Versions are not supported.");
                    }
                    return object.allow("Key").textOf("Key");
                })
                .toList();
        boolean quiet = delete.child("Quiet").map(XmlElement::text).orElse("").equals("true");
        keys.forEach(bucket::remove);
        return Response.xml(200, XmlWriter.s3Document("DeleteResult", xml -> {
            if (!quiet) {
                keys.forEach(key -> xml.element("Deleted", deleted -> deleted.element("Key", key)));
            }
        }));
    }

    Response getTags(S3Call call, Bucket bucket) {
        refuseVersions(call);
        Map<String, String> tags = object(call, bucket).tags();
        return Response.xml(
                200, XmlWriter.s3Document("Tagging", xml -> xml.element("TagSet", set -> Tags.write(set, tags))));
    }

    Response putTags(S3Call call, Bucket bucket) {
        refuseVersions(call);
        StoredObject object = object(call, bucket);
        List<XmlElement> tags = XmlElement.parse(call.request().body(), "Tagging")
                .allow("TagSet")
                .required("TagSet")
                .allow("Tag")
                .all("Tag");
        bucket.put(call.key(), object.withTags(Tags.read(tags)));
        return Response.empty(200);
    }

    Response deleteTags(S3Call call, Bucket bucket) {
        refuseVersions(call);
        bucket.put(call.key(), object(call, bucket).withTags(Map.of()));
        return Response.empty(204);
    }

    private static StoredObject object(S3Call call, Bucket bucket) {
        return bucket.object(call.key())
                .orElseThrow(() -> ErrorCode.NO_SUCH_KEY.because("The specified key does not exist."));
    }

    private static boolean replaces(Headers headers, String directive) {
        return switch (headers.get(directive, "COPY")) {
            case "COPY" -> false;
            case "REPLACE" -> true;
            default -> throw ErrorCode.INVALID_ARGUMENT.because(directive + " is COPY or REPLACE.");
        };
    }

    private static void refuseVersions(S3Call call) {
        if (!call.query().get("versionId", "null").equals("null")) {
            throw ErrorCode.NOT_IMPLEMENTED.because("Versions are not supported.");
        }
    }

    private static Response stored(Response response, Bucket bucket, String key, StoredObject object) {
        bucket.encryption().ifPresent(algorithm -> response.header("x-amz-server-side-encryption", algorithm));
        bucket.expiration(key, object)
                .ifPresent(expiration -> response.header(
                        "X-Amz-Expiration",
                        "expiry-date=\"%s\", rule-id=\"%s\""
                                .formatted(HttpDates.header(expiration.at()), expiration.ruleId())));
        return response;
    }
}
