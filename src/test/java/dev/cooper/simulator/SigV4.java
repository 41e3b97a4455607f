package dev.cooper.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** AWS Signature Version 4 for S3: the pure computation, as the S3 API reference describes it. */
final class SigV4 {
    static final String ALGORITHM = "AWS4-HMAC-SHA256";
    static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";
    static final String STREAMING_PAYLOAD = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";

    private SigV4() {}

    /** What a signature is valid for: {@code <key>/<yyyyMMdd>/<region>/<service>/aws4_request}. */
    record Credential(String accessKeyId, String date, String region, String service) {
        String scope() {
            return date + "/" + region + "/" + service + "/aws4_request";
        }
    }

    static String canonicalRequest(Request request, List<String> signedHeaders, String payloadHash) {
        StringBuilder text = new StringBuilder()
                .append(request.method())
                .append('\n')
                .append(UriCoding.encodePath(UriCoding.decodePath(request.rawPath())))
                .append('\n')
                .append(request.query().canonical())
                .append('\n');
        for (String name : signedHeaders) {
            String value = request.headers().canonical(name);
            if (value == null) {
                throw ErrorCode.ACCESS_DENIED.because("The signed header " + name + " is missing.");
            }
            text.append(name).append(':').append(value).append('\n');
        }
        return text.append('\n')
                .append(String.join(";", signedHeaders))
                .append('\n')
                .append(payloadHash)
                .toString();
    }

    static String stringToSign(String amzDate, Credential credential, String canonicalRequest) {
        return ALGORITHM + "\n" + amzDate + "\n" + credential.scope() + "\n"
                + Digests.sha256Hex(canonicalRequest.getBytes(UTF_8));
    }

    /** One chunk of a {@link #STREAMING_PAYLOAD} body is signed over the signature before it. */
    static String chunkStringToSign(String amzDate, Credential credential, String previousSignature, byte[] chunk) {
        return "AWS4-HMAC-SHA256-PAYLOAD\n" + amzDate + "\n" + credential.scope() + "\n" + previousSignature + "\n"
                + Digests.EMPTY_SHA256 + "\n" + Digests.sha256Hex(chunk);
    }

    static byte[] signingKey(String secretKey, Credential credential) {
        byte[] date = Digests.hmacSha256(("AWS4" + secretKey).getBytes(UTF_8), credential.date());
        byte[] region = Digests.hmacSha256(date, credential.region());
        byte[] service = Digests.hmacSha256(region, credential.service());
        return Digests.hmacSha256(service, "aws4_request");
    }

    static String sign(byte[] signingKey, String stringToSign) {
        return Digests.hex(Digests.hmacSha256(signingKey, stringToSign));
    }
}
