package dev.cooper.simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** ListParts and ListMultipartUploads. */
final class UploadListingHandler {
    private static final int MAX_ENTRIES = 1000;

    private final Identity identity;

    UploadListingHandler(Identity identity) {
        this.identity = identity;
    }

    Response listParts(S3Call call, Bucket bucket) {
        MultipartUpload upload = MultipartHandler.find(call, bucket)
                .orElseThrow(() -> ErrorCode.NO_SUCH_KEY.because("The specified multipart upload does not exist."));
        KeyEncoding encoding = KeyEncoding.of(call.query());
        int marker = call.query().count("part-number-marker", Integer.MAX_VALUE);
        int after = marker == Integer.MAX_VALUE ? 0 : marker;
        int maxParts = call.query().count("max-parts", MAX_ENTRIES);
        List<Map.Entry<Integer, StoredObject>> following =
                List.copyOf(upload.parts().tailMap(after, false).entrySet());
        List<Map.Entry<Integer, StoredObject>> page = following.subList(0, Math.min(maxParts, following.size()));
        return Response.xml(200, XmlWriter.s3Document("ListPartsResult", xml -> {
            xml.element("Tenant", bucket.id().projectId())
                    .element("Bucket", bucket.id().name())
                    .element("Key", encoding.write(upload.key()))
                    .element("UploadId", upload.id())
                    .element("StorageClass", "STANDARD")
                    .element("PartNumberMarker", after)
                    .element(
                            "NextPartNumberMarker",
                            page.isEmpty() ? after : page.getLast().getKey())
                    .element("MaxParts", maxParts)
                    .element("IsTruncated", page.size() < following.size());
            encoding.announce(xml);
            xml.element("Owner", owner -> project(owner, bucket));
            for (Map.Entry<Integer, StoredObject> part : page) {
                xml.element("Part", one -> one.element(
                                "LastModified", HttpDates.xml(part.getValue().lastModified()))
                        .element("PartNumber", part.getKey())
                        .element("ETag", part.getValue().quotedEtag())
                        .element("Size", part.getValue().content().length));
            }
        }));
    }

    Response listUploads(S3Call call, Bucket bucket) {
        Query query = call.query();
        KeyEncoding encoding = KeyEncoding.of(query);
        String prefix = query.get("prefix", "");
        String delimiter = query.get("delimiter", "");
        String keyMarker = query.get("key-marker", "");
        String idMarker = query.get("upload-id-marker", "");
        int maxUploads = query.count("max-uploads", MAX_ENTRIES);
        List<MultipartUpload> uploads = new ArrayList<>();
        List<String> commonPrefixes = new ArrayList<>();
        boolean truncated = false;
        for (MultipartUpload upload : following(bucket, prefix, keyMarker, idMarker)) {
            int end = delimiter.isEmpty() ? -1 : upload.key().indexOf(delimiter, prefix.length());
            String common = end < 0 ? "" : upload.key().substring(0, end + delimiter.length());
            if (!common.isEmpty() && (commonPrefixes.contains(common) || common.equals(keyMarker))) {
                continue;
            }
            if (uploads.size() + commonPrefixes.size() == maxUploads) {
                truncated = maxUploads > 0;
                break;
            }
            if (common.isEmpty()) {
                uploads.add(upload);
            } else {
                commonPrefixes.add(common);
            }
        }
        boolean more = truncated;
        return Response.xml(200, XmlWriter.s3Document("ListMultipartUploadsResult", xml -> {
            xml.element("Tenant", bucket.id().projectId())
                    .element("Bucket", bucket.id().name())
                    .nonEmpty("Prefix", encoding.write(prefix))
                    .nonEmpty("KeyMarker", encoding.write(keyMarker))
                    .nonEmpty("UploadIdMarker", idMarker)
                    .nonEmpty("Delimiter", encoding.write(delimiter));
            if (!uploads.isEmpty() || !commonPrefixes.isEmpty()) {
                nextMarkers(xml, uploads, commonPrefixes, encoding);
            }
            xml.element("MaxUploads", maxUploads).element("IsTruncated", more);
            encoding.announce(xml);
            uploads.forEach(upload -> xml.element("Upload", one -> write(one, upload, bucket, encoding)));
            commonPrefixes.forEach(
                    common -> xml.element("CommonPrefixes", one -> one.element("Prefix", encoding.write(common))));
        }));
    }

    private static List<MultipartUpload> following(Bucket bucket, String prefix, String keyMarker, String idMarker) {
        Comparator<MultipartUpload> order =
                Comparator.comparing(MultipartUpload::key, Bucket.KEY_ORDER).thenComparing(MultipartUpload::id);
        return bucket.uploads().values().stream()
                .filter(upload -> upload.key().startsWith(prefix))
                .filter(upload -> {
                    int byKey = Bucket.KEY_ORDER.compare(upload.key(), keyMarker);
                    return byKey > 0
                            || (byKey == 0
                                    && !keyMarker.isEmpty()
                                    && !idMarker.isEmpty()
                                    && upload.id().compareTo(idMarker) > 0);
                })
                .sorted(order)
                .toList();
    }

    private static void nextMarkers(
            XmlWriter xml, List<MultipartUpload> uploads, List<String> commonPrefixes, KeyEncoding encoding) {
        String lastKey = uploads.isEmpty() ? "" : uploads.getLast().key();
        String lastPrefix = commonPrefixes.isEmpty() ? "" : commonPrefixes.getLast();
        boolean endsWithUpload = Bucket.KEY_ORDER.compare(lastKey, lastPrefix) > 0;
        xml.element("NextKeyMarker", encoding.write(endsWithUpload ? lastKey : lastPrefix))
                .element(
                        "NextUploadIdMarker", endsWithUpload ? uploads.getLast().id() : "");
    }

    private void write(XmlWriter xml, MultipartUpload upload, Bucket bucket, KeyEncoding encoding) {
        xml.element("Key", encoding.write(upload.key()))
                .element("UploadId", upload.id())
                .element("Initiator", initiator -> user(initiator, upload.initiatorId()))
                .element("Owner", owner -> project(owner, bucket))
                .element("StorageClass", "STANDARD")
                .element("Initiated", HttpDates.xml(upload.initiated()));
    }

    private void user(XmlWriter xml, String userId) {
        xml.element("ID", userId).element("DisplayName", identity.nameOf(userId));
    }

    /** The page: here the owner's ID is the project's, and its DisplayName the project's name. */
    private void project(XmlWriter xml, Bucket bucket) {
        String id = bucket.id().projectId();
        xml.element("ID", id)
                .element(
                        "DisplayName",
                        identity.project(id).map(Identity.Project::name).orElse(id));
    }
}
