package dev.cooper.simulator;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The headers of a PUT that stay with the object, and those that ask for what the page does not support. */
final class ObjectHeaders {
    private static final List<String> KEPT =
            List.of("Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Language", "Expires");
    private static final List<String> NOT_IMPLEMENTED = List.of(
            "x-amz-acl",
            "x-amz-grant-",
            "x-amz-object-lock-",
            "x-amz-server-side-encryption-customer-",
            "x-amz-server-side-encryption-aws-kms-",
            "x-amz-website-redirect-location",
            "x-amz-write-offset-bytes");
    private static final Map<String, String> OVERRIDES = Map.of(
            "response-cache-control", "Cache-Control",
            "response-content-disposition", "Content-Disposition",
            "response-content-encoding", "Content-Encoding",
            "response-content-language", "Content-Language",
            "response-content-type", "Content-Type",
            "response-expires", "Expires");

    private ObjectHeaders() {}

    static void refuseUnsupported(Headers headers) {
        for (String name : headers.names()) {
            if (NOT_IMPLEMENTED.stream().anyMatch(name::startsWith)) {
                throw ErrorCode.NOT_IMPLEMENTED.because("The header " + name + " is not supported on objects.");
            }
        }
        if (!headers.get("x-amz-storage-class", "STANDARD").equals("STANDARD")) {
            throw ErrorCode.INVALID_STORAGE_CLASS.because("The storage class must be STANDARD.");
        }
        if (!headers.get("x-amz-server-side-encryption", "AES256").equals("AES256")) {
            throw ErrorCode.NOT_IMPLEMENTED.because("Only AES256 is supported.");
        }
    }

    static Map<String, String> kept(Headers headers) {
        Map<String, String> kept = new LinkedHashMap<>();
        kept.put("Content-Type", headers.get("Content-Type", "binary/octet-stream"));
        for (String name : KEPT) {
            String value = headers.get(name);
            if (value != null) {
                String stored = name.equals("Content-Encoding") ? withoutTransferCoding(value) : value;
                if (!stored.isEmpty()) {
                    kept.put(name, stored);
                }
            }
        }
        for (String name : headers.names()) {
            if (name.startsWith("x-amz-meta-")) {
                kept.put(name, headers.get(name, ""));
            }
        }
        return kept;
    }

    static Map<String, String> tags(Headers headers) {
        return Tags.readHeader(headers.get("x-amz-tagging", ""));
    }

    /** What a GET answers: the headers of the object, and instead of them what the query asks for. */
    static Map<String, String> answered(StoredObject object, S3Call call) {
        Map<String, String> answered = new LinkedHashMap<>(object.headers());
        OVERRIDES.forEach((parameter, header) -> {
            String value = call.query().get(parameter);
            if (value != null) {
                if (call.principal() instanceof Principal.Anonymous) {
                    throw ErrorCode.INVALID_REQUEST.because(
                            "Request specific response headers cannot be used for anonymous GET requests.");
                }
                answered.put(header, value);
            }
        });
        return answered;
    }

    /** aws-chunked is how the body travelled, not what the object is. */
    private static String withoutTransferCoding(String contentEncoding) {
        return Arrays.stream(contentEncoding.split(",", -1))
                .map(String::strip)
                .filter(coding -> !coding.equals("aws-chunked"))
                .collect(Collectors.joining(","));
    }
}
