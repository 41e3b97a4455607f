package dev.cooper.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the signature of a request in full: recomputes the canonical request from what came over the wire and
 * compares the payload hash with the body. Serves the header form and the query (presigned) form.
 */
final class SigV4Verifier {
    private static final Duration MAX_SKEW = Duration.ofMinutes(15);
    private static final long MAX_PRESIGNED_SECONDS = 604_800;
    private static final DateTimeFormatter AMZ_DATE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
    private static final Pattern SHA256_HEX = Pattern.compile("[0-9a-f]{64}");

    private final String region;
    private final Clock signatureClock;
    private final Supplier<Instant> now;
    private final SigningKey.Lookup keys;

    /**
     * @param signatureClock what X-Amz-Date is compared with
     * @param now the service's own time, which ends session credentials
     */
    SigV4Verifier(String region, Clock signatureClock, Supplier<Instant> now, SigningKey.Lookup keys) {
        this.region = region;
        this.signatureClock = signatureClock;
        this.now = now;
        this.keys = keys;
    }

    /** How the signature covers the body. */
    enum Payload {
        /** The declared SHA-256 was compared with the body. */
        SIGNED,
        UNSIGNED,
        /** aws-chunked: each chunk's signature was verified, and the request holds the decoded body. */
        STREAMED
    }

    record Verified(Principal principal, @Nullable String accessKeyId, Payload payload, Request request) {}

    private record Signature(
            SigV4.Credential credential, List<String> signedHeaders, String signature, String amzDate) {}

    Verified verify(Request request) {
        String authorization = request.headers().get("Authorization");
        Query query = request.query();
        if (authorization != null && authorization.startsWith(SigV4.ALGORITHM)) {
            return verifyHeader(request, authorization);
        }
        if (query.has("X-Amz-Algorithm")) {
            return verifyPresigned(request, query);
        }
        if (authorization != null || query.has("AWSAccessKeyId")) {
            throw ErrorCode.INVALID_REQUEST.because(
                    "The authorization mechanism you have provided is not supported. Use AWS4-HMAC-SHA256.");
        }
        return new Verified(new Principal.Anonymous(), null, Payload.UNSIGNED, request);
    }

    private Verified verifyHeader(Request request, String authorization) {
        Map<String, String> parts = new HashMap<>();
        for (String part : authorization.substring(SigV4.ALGORITHM.length()).split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw malformedHeader("expected Credential, SignedHeaders and Signature");
            }
            parts.put(
                    part.substring(0, equals).strip(),
                    part.substring(equals + 1).strip());
        }
        String amzDate = request.headers().get("X-Amz-Date");
        if (amzDate == null) {
            throw ErrorCode.ACCESS_DENIED.because("AWS authentication requires a valid x-amz-date header.");
        }
        String payloadHash = request.headers().get("X-Amz-Content-Sha256");
        if (payloadHash == null) {
            throw ErrorCode.INVALID_REQUEST.because("Missing required header for this request: x-amz-content-sha256.");
        }
        Signature signature = new Signature(
                credential(parts.getOrDefault("Credential", "")),
                List.of(parts.getOrDefault("SignedHeaders", "").split(";", -1)),
                parts.getOrDefault("Signature", ""),
                amzDate);
        Instant signedAt = instant(amzDate);
        if (Duration.between(signedAt, signatureClock.instant()).abs().compareTo(MAX_SKEW) > 0) {
            throw ErrorCode.REQUEST_TIME_TOO_SKEWED.because(
                    "The difference between the request time and the current time is too large.");
        }
        SigningKey key = key(signature, request.headers().get("X-Amz-Security-Token"));
        byte[] signingKey = checkSignature(request, signature, key, payloadHash);
        return verifyPayload(request, signature, key, signingKey, payloadHash);
    }

    private Verified verifyPresigned(Request request, Query query) {
        for (String name : List.of("X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders")) {
            if (!query.has(name)) {
                throw ErrorCode.AUTHORIZATION_QUERY_PARAMETERS_ERROR.because(name + " is missing in the query.");
            }
        }
        if (!query.get("X-Amz-Algorithm", "").equals(SigV4.ALGORITHM)) {
            throw ErrorCode.AUTHORIZATION_QUERY_PARAMETERS_ERROR.because(
                    "X-Amz-Algorithm only supports AWS4-HMAC-SHA256.");
        }
        String amzDate = query.get("X-Amz-Date", "");
        Instant signedAt = instant(amzDate);
        Instant serverTime = signatureClock.instant();
        if (signedAt.minus(MAX_SKEW).isAfter(serverTime)) {
            throw ErrorCode.ACCESS_DENIED.because("The request is not yet valid.");
        }
        if (signedAt.plusSeconds(expires(query)).isBefore(serverTime)) {
            throw ErrorCode.ACCESS_DENIED.because("Request has expired.");
        }
        Signature signature = new Signature(
                credential(query.get("X-Amz-Credential", "")),
                List.of(query.get("X-Amz-SignedHeaders", "").split(";", -1)),
                query.get("X-Amz-Signature", ""),
                amzDate);
        SigningKey key = key(signature, query.get("X-Amz-Security-Token"));
        checkSignature(request, signature, key, SigV4.UNSIGNED_PAYLOAD);
        return new Verified(key.principal(), key.accessKeyId(), Payload.UNSIGNED, request);
    }

    private SigV4.Credential credential(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 5 || !parts[4].equals("aws4_request")) {
            throw malformedHeader("the credential must be <key>/<date>/<region>/s3/aws4_request");
        }
        if (!parts[2].equals(region)) {
            throw malformedHeader("the region '" + parts[2] + "' is wrong; expecting '" + region + "'");
        }
        if (!parts[3].equals("s3")) {
            throw malformedHeader("incorrect service '" + parts[3] + "'; this endpoint belongs to 's3'");
        }
        return new SigV4.Credential(parts[0], parts[1], parts[2], parts[3]);
    }

    /** Session credentials without their token are unknown to RGW, which then looks for a permanent key. */
    private SigningKey key(Signature signature, @Nullable String token) {
        SigningKey key = keys.find(signature.credential().accessKeyId())
                .orElseThrow(() -> ErrorCode.INVALID_ACCESS_KEY_ID.because(
                        "The access key ID you provided does not exist in our records."));
        switch (key) {
            case SigningKey.Permanent _
            when token != null ->
                throw ErrorCode.INVALID_TOKEN.because("The session token does not belong to this access key.");
            case SigningKey.Session _
            when token == null ->
                throw ErrorCode.INVALID_ACCESS_KEY_ID.because(
                        "The access key ID you provided does not exist in our records without its session token.");
            case SigningKey.Session session
            when !Digests.same(session.sessionToken(), token) ->
                throw ErrorCode.INVALID_TOKEN.because("The session token is not that of this access key.");
            case SigningKey.Session session
            when !now.get().isBefore(session.expiration()) ->
                throw ErrorCode.EXPIRED_TOKEN.because("The provided token has expired.");
            case SigningKey.Permanent _, SigningKey.Session _ -> {}
        }
        return key;
    }

    private byte[] checkSignature(Request request, Signature signature, SigningKey key, String payloadHash) {
        if (!signature.amzDate().startsWith(signature.credential().date())) {
            throw malformedHeader("the date in the credential is not that of X-Amz-Date");
        }
        List<String> signed = signature.signedHeaders();
        if (!signed.contains("host")) {
            throw ErrorCode.ACCESS_DENIED.because("The host header must be signed.");
        }
        for (String name : request.headers().names()) {
            if (name.startsWith("x-amz-") && !signed.contains(name)) {
                throw ErrorCode.ACCESS_DENIED.because("The header " + name + " was present and not signed.");
            }
        }
        byte[] signingKey = SigV4.signingKey(key.secretKey(), signature.credential());
        String expected = SigV4.sign(
                signingKey,
                SigV4.stringToSign(
                        signature.amzDate(),
                        signature.credential(),
                        SigV4.canonicalRequest(request, signed, payloadHash)));
        if (!Digests.same(expected, signature.signature())) {
            throw ErrorCode.SIGNATURE_DOES_NOT_MATCH.because(
                    "The request signature we calculated does not match the signature you provided.");
        }
        return signingKey;
    }

    private static Verified verifyPayload(
            Request request, Signature signature, SigningKey key, byte[] signingKey, String payloadHash) {
        if (payloadHash.equals(SigV4.UNSIGNED_PAYLOAD)) {
            return new Verified(key.principal(), key.accessKeyId(), Payload.UNSIGNED, request);
        }
        if (payloadHash.equals(SigV4.STREAMING_PAYLOAD)) {
            byte[] body = AwsChunked.decode(
                    request, signature.amzDate(), signature.credential(), signingKey, signature.signature());
            return new Verified(key.principal(), key.accessKeyId(), Payload.STREAMED, request.withBody(body));
        }
        if (payloadHash.startsWith("STREAMING-")) {
            // as RGW before Squid: unsigned trailers are what the newer, incompatible SDKs send
            throw ErrorCode.NOT_IMPLEMENTED.because("The payload form " + payloadHash + " is not implemented.");
        }
        if (!SHA256_HEX.matcher(payloadHash).matches()
                || !Digests.same(Digests.sha256Hex(request.body()), payloadHash)) {
            throw ErrorCode.CONTENT_SHA256_MISMATCH.because(
                    "The provided 'x-amz-content-sha256' header does not match what was computed.");
        }
        return new Verified(key.principal(), key.accessKeyId(), Payload.SIGNED, request);
    }

    private static long expires(Query query) {
        String text = query.get("X-Amz-Expires", "");
        try {
            long seconds = Long.parseLong(text);
            if (seconds >= 1 && seconds <= MAX_PRESIGNED_SECONDS) {
                return seconds;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw ErrorCode.AUTHORIZATION_QUERY_PARAMETERS_ERROR.because(
                "X-Amz-Expires must be a number of seconds from 1 to 604800.");
    }

    private static Instant instant(String amzDate) {
        try {
            return LocalDateTime.parse(amzDate, AMZ_DATE).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw ErrorCode.ACCESS_DENIED.because("X-Amz-Date must be written yyyyMMdd'T'HHmmss'Z'.");
        }
    }

    private static Refusal malformedHeader(String detail) {
        return ErrorCode.AUTHORIZATION_HEADER_MALFORMED.because(
                "The authorization header you provided is invalid: " + detail + ".");
    }
}
