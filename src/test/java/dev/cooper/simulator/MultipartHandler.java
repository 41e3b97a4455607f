package dev.cooper.simulator;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Multipart uploads from CreateMultipartUpload to CompleteMultipartUpload or AbortMultipartUpload. */
final class MultipartHandler {
    private static final int MAX_PART_NUMBER = 10_000;
    private static final int MIN_PART_SIZE = 5 << 20;

    Response create(S3Call call, Bucket bucket) {
        ObjectHeaders.refuseUnsupported(call.headers());
        MultipartUpload upload = new MultipartUpload(
                "2~" + Digests.randomText(24),
                call.key(),
                call.userId(),
                call.now(),
                ObjectHeaders.kept(call.headers()),
                ObjectHeaders.tags(call.headers()));
        bucket.uploads().put(upload.id(), upload);
        return Response.xml(200, XmlWriter.s3Document("InitiateMultipartUploadResult", xml -> xml.element(
                        "Tenant", bucket.id().projectId())
                .element("Bucket", bucket.id().name())
                .element("Key", upload.key())
                .element("UploadId", upload.id())));
    }

    Response uploadPart(S3Call call, Bucket bucket) {
        StoredObject part = part(call, call.request().body());
        upload(call, bucket).parts().put(partNumber(call), part);
        return Response.empty(200).header("ETag", part.quotedEtag());
    }

    Response copyPart(S3Call call, Bucket bucket, StoredObject source) {
        MultipartUpload upload = upload(call, bucket);
        Optional<ByteRange> range =
                ByteRange.parse(call.headers().get("x-amz-copy-source-range"), source.content().length);
        StoredObject part = part(call, range.map(r -> r.of(source.content())).orElse(source.content()));
        upload.parts().put(partNumber(call), part);
        return Response.xml(200, XmlWriter.s3Document("CopyPartResult", xml -> xml.element(
                        "LastModified", HttpDates.xml(part.lastModified()))
                .element("ETag", part.etag()))); // without quotes on RGW
    }

    Response complete(S3Call call, Bucket bucket) {
        MultipartUpload upload = upload(call, bucket);
        List<XmlElement> listed = XmlElement.parse(call.request().body(), "CompleteMultipartUpload")
                .allow("Part")
                .all("Part");
        if (listed.isEmpty()) {
            throw XmlElement.malformed("an upload is completed with at least one part");
        }
        Conditions.onWrite(call.headers(), bucket.object(call.key()));
        List<StoredObject> parts = parts(upload, listed);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        ByteArrayOutputStream digests = new ByteArrayOutputStream();
        for (StoredObject part : parts) {
            content.writeBytes(part.content());
            digests.writeBytes(Digests.md5(part.content()));
        }
        StoredObject object = new StoredObject(
                content.toByteArray(),
                Digests.md5Hex(digests.toByteArray()) + "-" + parts.size(),
                call.now(),
                upload.headers(),
                upload.tags());
        bucket.put(upload.key(), object);
        bucket.uploads().remove(upload.id());
        String location = "http://%s/%s:%s/%s"
                .formatted(
                        call.headers().get("Host", ""),
                        bucket.id().projectId(),
                        bucket.id().name(),
                        UriCoding.encodePath(upload.key()));
        return Response.xml(
                200, XmlWriter.s3Document("CompleteMultipartUploadResult", xml -> xml.element("Location", location)
                        .element("Tenant", bucket.id().projectId())
                        .element("Bucket", bucket.id().name())
                        .element("Key", upload.key())
                        .element("ETag", object.etag())));
    }

    Response abort(S3Call call, Bucket bucket) {
        bucket.uploads().remove(upload(call, bucket).id());
        return Response.empty(204);
    }

    private static MultipartUpload upload(S3Call call, Bucket bucket) {
        return find(call, bucket)
                .orElseThrow(() -> ErrorCode.NO_SUCH_UPLOAD.because("The specified multipart upload does not exist."));
    }

    static Optional<MultipartUpload> find(S3Call call, Bucket bucket) {
        return Optional.ofNullable(bucket.uploads().get(call.query().get("uploadId", "")))
                .filter(upload -> upload.key().equals(call.key()));
    }

    private static List<StoredObject> parts(MultipartUpload upload, List<XmlElement> listed) {
        List<StoredObject> parts = new ArrayList<>();
        int previous = 0;
        for (XmlElement element : listed) {
            int number = number(element.allow("PartNumber", "ETag").textOf("PartNumber"));
            if (number <= previous) {
                throw ErrorCode.INVALID_PART_ORDER.because("The list of parts was not in ascending order.");
            }
            previous = number;
            parts.add(listedPart(upload, number, element));
        }
        if (parts.size() < upload.parts().size()) { // as RGW, where S3 drops those that are not named
            throw ErrorCode.INVALID_PART.because("Parts were uploaded that the list does not name.");
        }
        boolean tooSmall =
                parts.subList(0, parts.size() - 1).stream().anyMatch(part -> part.content().length < MIN_PART_SIZE);
        if (tooSmall) {
            throw ErrorCode.ENTITY_TOO_SMALL.because("Every part but the last has at least 5 MiB.");
        }
        return parts;
    }

    private static StoredObject listedPart(MultipartUpload upload, int number, XmlElement element) {
        StoredObject part = upload.parts().get(number);
        // the page marks the ETag as optional
        boolean matches = part != null
                && element.child("ETag")
                        .map(etag -> ETags.unquote(etag.text().strip()).equals(part.etag()))
                        .orElse(true);
        if (part == null || !matches) {
            throw ErrorCode.INVALID_PART.because("Part " + number + " was not uploaded, or not with this ETag.");
        }
        return part;
    }

    private static StoredObject part(S3Call call, byte[] content) {
        return new StoredObject(content, Digests.md5Hex(content), call.now(), Map.of(), Map.of());
    }

    private static int partNumber(S3Call call) {
        return number(call.query().get("partNumber", ""));
    }

    private static int number(String text) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= MAX_PART_NUMBER) {
                return number;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw ErrorCode.INVALID_ARGUMENT.because("A part number is a whole number from 1 to 10000.");
    }
}
