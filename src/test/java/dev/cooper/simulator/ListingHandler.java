package dev.cooper.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** ListObjects and ListObjectsV2, with the Tenant element that S3 does not have. */
final class ListingHandler {
    private static final int MAX_KEYS = 1000;

    private final Identity identity;

    ListingHandler(Identity identity) {
        this.identity = identity;
    }

    Response listV1(S3Call call, Bucket bucket) {
        Query query = call.query();
        KeyEncoding encoding = KeyEncoding.of(query);
        String prefix = query.get("prefix", "");
        String delimiter = query.get("delimiter", "");
        String marker = query.get("marker", "");
        int maxKeys = query.count("max-keys", MAX_KEYS);
        KeyListing<StoredObject> listing = KeyListing.of(bucket.objects(), prefix, delimiter, marker, maxKeys);
        return Response.xml(200, XmlWriter.s3Document("ListBucketResult", xml -> {
            begin(xml, bucket, encoding.write(prefix), maxKeys, listing.truncated());
            xml.element("Marker", encoding.write(marker));
            xml.nonEmpty("Delimiter", encoding.write(delimiter));
            if (listing.truncated()) { // as RGW, where S3 has it only beside a delimiter
                xml.element("NextMarker", encoding.write(listing.last()));
            }
            encoding.announce(xml);
            contents(xml, listing, encoding, bucket.ownerId());
        }));
    }

    Response listV2(S3Call call, Bucket bucket) {
        Query query = call.query();
        KeyEncoding encoding = KeyEncoding.of(query);
        String prefix = query.get("prefix", "");
        String delimiter = query.get("delimiter", "");
        String startAfter = query.get("start-after", "");
        String token = query.get("continuation-token");
        int maxKeys = query.count("max-keys", MAX_KEYS);
        String after = token == null ? startAfter : key(token);
        String owner = query.get("fetch-owner", "").equals("true") ? bucket.ownerId() : null;
        KeyListing<StoredObject> listing = KeyListing.of(bucket.objects(), prefix, delimiter, after, maxKeys);
        return Response.xml(200, XmlWriter.s3Document("ListBucketResult", xml -> {
            begin(xml, bucket, encoding.write(prefix), maxKeys, listing.truncated());
            xml.nonEmpty("Delimiter", encoding.write(delimiter));
            xml.optional("ContinuationToken", token);
            if (listing.truncated()) {
                xml.element("NextContinuationToken", token(listing.last()));
            }
            xml.nonEmpty("StartAfter", encoding.write(startAfter));
            encoding.announce(xml);
            contents(xml, listing, encoding, owner);
            xml.element("KeyCount", listing.size());
        }));
    }

    private static void begin(XmlWriter xml, Bucket bucket, String prefix, int maxKeys, boolean truncated) {
        xml.element("Tenant", bucket.id().projectId())
                .element("Name", bucket.id().name())
                .element("Prefix", prefix)
                .element("MaxKeys", maxKeys)
                .element("IsTruncated", truncated);
    }

    private void contents(
            XmlWriter xml, KeyListing<StoredObject> listing, KeyEncoding encoding, @Nullable String ownerId) {
        for (Map.Entry<String, StoredObject> entry : listing.entries()) {
            StoredObject object = entry.getValue();
            xml.element("Contents", one -> {
                one.element("Key", encoding.writeKey(entry.getKey()))
                        .element("LastModified", HttpDates.xml(object.lastModified()))
                        .element("ETag", object.quotedEtag())
                        .element("Size", object.content().length)
                        .element("StorageClass", "STANDARD");
                if (ownerId != null) {
                    one.element("Owner", owner -> owner.element("ID", ownerId)
                            .element("DisplayName", identity.nameOf(ownerId)));
                }
            });
        }
        for (String prefix : listing.commonPrefixes()) {
            xml.element("CommonPrefixes", common -> common.element("Prefix", encoding.write(prefix)));
        }
    }

    /** Opaque to clients, so that none can make its own. */
    private static String token(String last) {
        return Base64.getUrlEncoder().encodeToString(last.getBytes(UTF_8));
    }

    private static String key(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), UTF_8);
        } catch (IllegalArgumentException e) {
            throw ErrorCode.INVALID_ARGUMENT.because("The continuation token provided is incorrect.");
        }
    }
}
