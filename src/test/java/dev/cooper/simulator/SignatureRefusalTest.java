package dev.cooper.simulator;

import static dev.cooper.simulator.Answers.assertOk;
import static dev.cooper.simulator.Answers.assertRefused;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the S3 endpoint refuses before it looks at the operation. */
class SignatureRefusalTest {
    private final KakaoCloudSimulator simulator = KakaoCloudSimulator.start();
    private final SignedClient client = SignedClient.of(simulator);

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void anUnknownKey() throws Exception {
        Ec2Key unknown = new Ec2Key("nobody", "secret", simulator.userId(), simulator.projectId());

        assertRefused(SignedClient.of(simulator, unknown).call("GET", "/").send(), 403, "InvalidAccessKeyId");
    }

    @Test
    void aWrongSecret() throws Exception {
        assertRefused(client.call("GET", "/").secret("wrong").send(), 403, "SignatureDoesNotMatch");
    }

    @Test
    void anotherRegion() throws Exception {
        assertRefused(client.call("GET", "/").scopeRegion("us-east-1").send(), 400, "AuthorizationHeaderMalformed");
    }

    @Test
    void aClockThatIsSixteenMinutesOff() throws Exception {
        Instant now = Instant.now();

        assertRefused(
                client.call("GET", "/")
                        .signedAt(now.minus(Duration.ofMinutes(16)))
                        .send(),
                403,
                "RequestTimeTooSkewed");
        assertRefused(
                client.call("GET", "/")
                        .signedAt(now.plus(Duration.ofMinutes(16)))
                        .send(),
                403,
                "RequestTimeTooSkewed");
        assertOk(client.call("GET", "/")
                .signedAt(now.minus(Duration.ofMinutes(14)))
                .send());
    }

    @Test
    void anAmzHeaderThatIsNotSigned() throws Exception {
        assertRefused(client.call("GET", "/").unsignedHeader("x-amz-extra", "1").send(), 403, "AccessDenied");
    }

    @Test
    void noSignatureAtAll() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(simulator.endpoint()).build();

        assertRefused(SignedClient.HTTP.send(request, HttpResponse.BodyHandlers.ofString()), 403, "AccessDenied");
    }

    @Test
    void signatureVersionTwo() throws Exception {
        URI bucket = simulator.endpoint().resolve("/photos");
        HttpRequest request = HttpRequest.newBuilder(bucket)
                .header("Authorization", "AWS key:signature")
                .build();

        assertRefused(SignedClient.HTTP.send(request, HttpResponse.BodyHandlers.ofString()), 400, "InvalidRequest");
    }

    @Test
    void aPayloadHashThatIsNotThatOfTheBody() throws Exception {
        createBucket();

        assertRefused(
                client.call("PUT", "/photos/k")
                        .body("changed")
                        .payloadHash(Digests.sha256Hex("signed".getBytes(UTF_8)))
                        .send(),
                400,
                "XAmzContentSHA256Mismatch");
    }

    @Test
    void anUnsignedPayloadOnConfigurationButNotOnObjects() throws Exception {
        createBucket();

        assertOk(client.call("PUT", "/photos/k")
                .body("x")
                .payloadHash(SigV4.UNSIGNED_PAYLOAD)
                .send());
        assertRefused(
                client.configuration("/photos?acl", "<AccessControlPolicy/>")
                        .payloadHash(SigV4.UNSIGNED_PAYLOAD)
                        .send(),
                400,
                "XAmzContentSHA256Mismatch");
    }

    @Test
    void aChunkedUploadIsDecodedAndVerified() throws Exception {
        createBucket();
        String content = "0123456789".repeat(30);

        assertOk(client.call("PUT", "/photos/chunked")
                .header("Content-Encoding", "aws-chunked,gzip")
                .body(content)
                .sendChunked(128));

        assertThat(simulator.bucket("photos").object("chunked")).isEqualTo(content.getBytes(UTF_8));
        assertThat(client.call("HEAD", "/photos/chunked").send().headers().firstValue("Content-Encoding"))
                .contains("gzip");
        assertRefused(
                client.call("PUT", "/photos/chunked")
                        .body("no chunks")
                        .payloadHash(SigV4.STREAMING_PAYLOAD)
                        .send(),
                400,
                "InvalidRequest");
    }

    @Test
    void theUnsignedTrailersOfNewerClients() throws Exception {
        createBucket();

        assertRefused(
                client.call("PUT", "/photos/k")
                        .body("x")
                        .payloadHash("STREAMING-UNSIGNED-PAYLOAD-TRAILER")
                        .send(),
                501,
                "NotImplemented");
    }

    @Test
    void theChecksumHeadersOfNewerClients() throws Exception {
        createBucket();

        for (String header : new String[] {"x-amz-checksum-crc32", "x-amz-sdk-checksum-algorithm"}) {
            assertRefused(client.call("PUT", "/photos/k").header(header, "x").send(), 400, "InvalidRequest");
        }
    }

    @Test
    void anExpectedBucketOwner() throws Exception {
        createBucket();

        assertRefused(
                client.call("GET", "/photos?acl")
                        .header("x-amz-expected-bucket-owner", simulator.projectId())
                        .send(),
                400,
                "InvalidRequest");
    }

    @Test
    void aPutWithoutContentLength() throws Exception {
        assertThat(statusLineOf("PUT /photos")).startsWith("HTTP/1.1 411 ");
    }

    @Test
    void aUriThatIsNotPercentEncodedUtf8() throws Exception {
        assertThat(statusLineOf("GET /photos/%zz")).startsWith("HTTP/1.1 400 ");
        assertThat(statusLineOf("GET /photos/%ff")).startsWith("HTTP/1.1 400 ");
        assertThat(simulator.unsupportedRequests()).hasSize(2);
    }

    @Test
    void aSessionWithoutOrWithAnotherToken() throws Exception {
        SessionCredentials session = simulator.createSession(simulator.userId(), Duration.ofHours(1));
        SessionCredentials changed =
                new SessionCredentials(session.accessKeyId(), session.secretAccessKey(), "other", session.expiration());
        Ec2Key withoutToken =
                new Ec2Key(session.accessKeyId(), session.secretAccessKey(), simulator.userId(), simulator.projectId());

        assertOk(SignedClient.of(simulator, session).call("GET", "/").send());
        assertRefused(SignedClient.of(simulator, changed).call("GET", "/").send(), 403, "AccessDenied");
        SignedClient.Call acl = SignedClient.of(simulator, changed).call("PUT", "/photos?acl");
        assertRefused(acl.send(), 401, "Unauthorized"); // the page's own table for PutBucketAcl
        assertRefused(SignedClient.of(simulator, withoutToken).call("GET", "/").send(), 403, "InvalidAccessKeyId");
    }

    @Test
    void aTokenBesideAPermanentKey() throws Exception {
        assertRefused(
                client.call("GET", "/").header("x-amz-security-token", "t").send(), 403, "AccessDenied");
    }

    @Test
    void aSessionThatHasEnded() throws Exception {
        SessionCredentials session = simulator.createSession(simulator.userId(), Duration.ofHours(1));
        simulator.advanceClock(Duration.ofHours(1));

        assertRefused(SignedClient.of(simulator, session).call("GET", "/").send(), 400, "ExpiredToken");
    }

    @Test
    void aDeletedKeyAtOnceOrAfterTheDelayThatTheRealServiceHas() throws Exception {
        try (KakaoCloudSimulator slow = KakaoCloudSimulator.builder()
                .keyRevocationDelay(Duration.ofMinutes(1))
                .clock(Clock.systemUTC())
                .start()) {
            Ec2Key key = slow.createEc2Key(slow.userId());
            slow.deleteEc2Key(key.access());

            assertOk(SignedClient.of(slow, key).call("GET", "/").send());
            slow.advanceClock(Duration.ofMinutes(1));
            assertRefused(SignedClient.of(slow, key).call("GET", "/").send(), 403, "InvalidAccessKeyId");
        }
        Ec2Key key = simulator.createEc2Key(simulator.userId());
        simulator.deleteEc2Key(key.access());
        assertRefused(SignedClient.of(simulator, key).call("GET", "/").send(), 403, "InvalidAccessKeyId");
    }

    private void createBucket() throws IOException, InterruptedException {
        assertOk(client.call("PUT", "/photos").send());
    }

    /** Over a bare socket: HTTP clients do not let such requests out. */
    private String statusLineOf(String request) throws IOException {
        try (Socket socket =
                new Socket(simulator.endpoint().getHost(), simulator.endpoint().getPort())) {
            String head = request + " HTTP/1.1\r\nHost: simulator\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }
}
