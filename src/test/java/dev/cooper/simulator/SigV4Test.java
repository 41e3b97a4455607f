package dev.cooper.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The examples that AWS publishes in the S3 API reference, "Authenticating Requests (AWS Signature Version 4)": the
 * verifier must find each of their signatures right, and none after a change.
 */
class SigV4Test {
    private static final String HOST = "examplebucket.s3.amazonaws.com";
    private static final String KEY = "AKIAIOSFODNN7EXAMPLE";
    private static final String CREDENTIAL = KEY + "/20130524/us-east-1/s3/aws4_request";
    private static final Instant SIGNED_AT = Instant.parse("2013-05-24T00:00:00Z");

    private final SigV4Verifier verifier = verifierAt(SIGNED_AT);

    private static SigV4Verifier verifierAt(Instant now) {
        SigningKey key = new SigningKey.Permanent(
                KEY, "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", new Principal.Member("user", "project"));
        return new SigV4Verifier("us-east-1", Clock.fixed(now, ZoneOffset.UTC), () -> now, id -> Optional.of(key)
                .filter(known -> known.accessKeyId().equals(id)));
    }

    private static Request request(String method, String uri, Map<String, String> headers, byte[] body) {
        return new Request(method, uri, Headers.of(headers.entrySet()), body);
    }

    private static Map<String, String> headers(String signedHeaders, String signature, String... more) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", HOST);
        headers.put("X-Amz-Date", "20130524T000000Z");
        headers.put("X-Amz-Content-Sha256", Digests.EMPTY_SHA256);
        headers.put(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=%s,SignedHeaders=%s,Signature=%s"
                        .formatted(CREDENTIAL, signedHeaders, signature));
        for (int i = 0; i < more.length; i += 2) {
            headers.put(more[i], more[i + 1]);
        }
        return headers;
    }

    private static Request getObject(String range) {
        return request(
                "GET",
                "/test.txt",
                headers(
                        "host;range;x-amz-content-sha256;x-amz-date",
                        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
                        "Range",
                        range),
                new byte[0]);
    }

    private static Request putObject(String body) {
        return request(
                "PUT",
                "/test$file.text",
                headers(
                        "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
                        "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
                        "Date",
                        "Fri, 24 May 2013 00:00:00 GMT",
                        "x-amz-storage-class",
                        "REDUCED_REDUNDANCY",
                        "X-Amz-Content-Sha256",
                        "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"),
                body.getBytes(UTF_8));
    }

    @Test
    void acceptsTheExampleOfGetObject() {
        SigV4Verifier.Verified verified = verifier.verify(getObject("bytes=0-9"));

        assertThat(verified.principal()).isEqualTo(new Principal.Member("user", "project"));
        assertThat(verified.payload()).isEqualTo(SigV4Verifier.Payload.SIGNED);
    }

    @Test
    void refusesAChangedSignedHeader() {
        assertRefused(getObject("bytes=0-10"), ErrorCode.SIGNATURE_DOES_NOT_MATCH);
    }

    @Test
    void acceptsTheExampleOfPutObject() {
        assertThat(verifier.verify(putObject("Welcome to Amazon S3.")).payload())
                .isEqualTo(SigV4Verifier.Payload.SIGNED);
    }

    @Test
    void refusesABodyThatIsNotTheSignedOne() {
        assertRefused(putObject("Welcome to Amazon S4."), ErrorCode.CONTENT_SHA256_MISMATCH);
    }

    @Test
    void acceptsTheExampleOfGetBucketLifecycle() {
        Request request = request(
                "GET",
                "/?lifecycle",
                headers(
                        "host;x-amz-content-sha256;x-amz-date",
                        "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
                new byte[0]);

        assertThat(verifier.verify(request).accessKeyId()).isEqualTo(KEY);
    }

    @Test
    void acceptsTheExampleOfListObjectsInAnyOrderOfTheQuery() {
        for (String query : new String[] {"max-keys=2&prefix=J", "prefix=J&max-keys=2"}) {
            Request request = request(
                    "GET",
                    "/?" + query,
                    headers(
                            "host;x-amz-content-sha256;x-amz-date",
                            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
                    new byte[0]);

            assertThat(verifier.verify(request).accessKeyId()).isEqualTo(KEY);
        }
    }

    private static Request presigned(String signature) {
        return request(
                "GET",
                "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
                        + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
                        + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
                        + "&X-Amz-Signature=" + signature,
                Map.of("Host", HOST),
                new byte[0]);
    }

    private static final String PRESIGNED_SIGNATURE =
            "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";

    @Test
    void acceptsTheExampleOfAPresignedUrlUntilItExpires() {
        assertThat(verifier.verify(presigned(PRESIGNED_SIGNATURE)).payload()).isEqualTo(SigV4Verifier.Payload.UNSIGNED);
        assertThat(verifierAt(SIGNED_AT.plusSeconds(86_400))
                        .verify(presigned(PRESIGNED_SIGNATURE))
                        .accessKeyId())
                .isEqualTo(KEY);

        assertThatThrownBy(() -> verifierAt(SIGNED_AT.plusSeconds(86_401)).verify(presigned(PRESIGNED_SIGNATURE)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.error()).isEqualTo(ErrorCode.ACCESS_DENIED));
        assertRefused(presigned(PRESIGNED_SIGNATURE.replace('a', 'b')), ErrorCode.SIGNATURE_DOES_NOT_MATCH);
    }

    private static Request chunked(byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", "s3.amazonaws.com");
        headers.put("x-amz-date", "20130524T000000Z");
        headers.put("x-amz-storage-class", "REDUCED_REDUNDANCY");
        headers.put("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
        headers.put("Content-Encoding", "aws-chunked");
        headers.put("x-amz-decoded-content-length", "66560");
        headers.put("Content-Length", "66824");
        headers.put(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=" + CREDENTIAL
                        + ",SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;"
                        + "x-amz-decoded-content-length;x-amz-storage-class,"
                        + "Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9");
        return request("PUT", "/examplebucket/chunkObject.txt", headers, body);
    }

    private static byte[] chunkedBody(char content) {
        String first = String.valueOf(content).repeat(65_536);
        return ("10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n" + first
                        + "\r\n400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n"
                        + "a".repeat(1024)
                        + "\r\n0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"
                        + "\r\n\r\n")
                .getBytes(UTF_8);
    }

    @Test
    void decodesTheExampleOfAChunkedUpload() {
        byte[] expected = new byte[66_560];
        Arrays.fill(expected, (byte) 'a');

        SigV4Verifier.Verified verified = verifier.verify(chunked(chunkedBody('a')));

        assertThat(verified.payload()).isEqualTo(SigV4Verifier.Payload.STREAMED);
        assertThat(verified.request().body()).isEqualTo(expected);
    }

    @Test
    void refusesAChunkThatIsNotTheSignedOne() {
        assertRefused(chunked(chunkedBody('b')), ErrorCode.SIGNATURE_DOES_NOT_MATCH);
    }

    @Test
    void refusesARequestSignedTooLongAgo() {
        assertThatThrownBy(() -> verifierAt(SIGNED_AT.plusSeconds(901)).verify(getObject("bytes=0-9")))
                .isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.error())
                        .isEqualTo(ErrorCode.REQUEST_TIME_TOO_SKEWED));
        assertThat(verifierAt(SIGNED_AT.plusSeconds(900))
                        .verify(getObject("bytes=0-9"))
                        .accessKeyId())
                .isEqualTo(KEY);
    }

    private void assertRefused(Request request, ErrorCode expected) {
        assertThatThrownBy(() -> verifier.verify(request))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.error()).isEqualTo(expected));
    }
}
