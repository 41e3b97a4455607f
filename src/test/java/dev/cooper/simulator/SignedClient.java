package dev.cooper.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sends S3 requests with every detail of the signature in the test's hand. */
final class SignedClient {
    static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final DateTimeFormatter AMZ_DATE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

    private final URI endpoint;
    private final String region;
    private final String accessKeyId;
    private final String secretKey;
    private final @Nullable String sessionToken;

    private SignedClient(KakaoCloudSimulator simulator, String id, String secret, @Nullable String sessionToken) {
        this.endpoint = simulator.endpoint();
        this.region = simulator.region();
        this.accessKeyId = id;
        this.secretKey = secret;
        this.sessionToken = sessionToken;
    }

    static SignedClient of(KakaoCloudSimulator simulator) {
        return of(simulator, simulator.createEc2Key(simulator.userId()));
    }

    static SignedClient of(KakaoCloudSimulator simulator, Ec2Key key) {
        return new SignedClient(simulator, key.access(), key.secret(), null);
    }

    static SignedClient of(KakaoCloudSimulator simulator, SessionCredentials session) {
        return new SignedClient(simulator, session.accessKeyId(), session.secretAccessKey(), session.sessionToken());
    }

    Call call(String method, String uri) {
        return new Call(method, uri);
    }

    /** A write of a bucket's configuration, as the page wants it. */
    Call configuration(String uri, String xml) {
        return call("PUT", uri).body(xml).header("Content-Type", "text/html").md5();
    }

    /** A request in the making. */
    final class Call {
        private final String method;
        private final String uri;
        private final Map<String, String> signed = new TreeMap<>();
        private final Map<String, String> unsigned = new TreeMap<>();
        private byte[] body = new byte[0];
        private @Nullable String payloadHash;
        private Instant signedAt = Instant.now();
        private String scopeRegion = region;
        private String secret = secretKey;

        private Call(String method, String uri) {
            this.method = method;
            this.uri = uri;
        }

        Call header(String name, String value) {
            signed.put(name.toLowerCase(Locale.ROOT), value);
            return this;
        }

        Call unsignedHeader(String name, String value) {
            unsigned.put(name, value);
            return this;
        }

        Call body(String text) {
            return body(text.getBytes(UTF_8));
        }

        Call body(byte[] bytes) {
            body = bytes;
            return this;
        }

        Call md5() {
            return header("Content-MD5", Base64.getEncoder().encodeToString(Digests.md5(body)));
        }

        Call payloadHash(String value) {
            payloadHash = value;
            return this;
        }

        Call signedAt(Instant instant) {
            signedAt = instant;
            return this;
        }

        Call scopeRegion(String name) {
            scopeRegion = name;
            return this;
        }

        Call secret(String other) {
            secret = other;
            return this;
        }

        HttpResponse<String> send() throws IOException, InterruptedException {
            sign();
            HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.resolve(uri))
                    .method(
                            method,
                            body.length == 0 && !method.equals("PUT") && !method.equals("POST")
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofByteArray(body));
            signed.forEach((name, value) -> {
                if (!name.equals("host")) {
                    request.header(name, value);
                }
            });
            unsigned.forEach(request::header);
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }

        /** Uploads the body in signed chunks. */
        HttpResponse<String> sendChunked(int chunkSize) throws IOException, InterruptedException {
            byte[] content = body;
            header("x-amz-decoded-content-length", String.valueOf(content.length));
            payloadHash = SigV4.STREAMING_PAYLOAD;
            String previous = sign();
            StringBuilder chunks = new StringBuilder();
            byte[] key = SigV4.signingKey(secret, credential());
            for (int start = 0; start <= content.length; start += chunkSize) {
                int end = Math.min(start + chunkSize, content.length);
                previous = chunk(chunks, key, previous, Arrays.copyOfRange(content, start, end));
            }
            if (content.length % chunkSize != 0) {
                chunk(chunks, key, previous, new byte[0]);
            }
            body = chunks.toString().getBytes(UTF_8);
            return send();
        }

        private String chunk(StringBuilder out, byte[] key, String previous, byte[] chunk) {
            String signature = SigV4.sign(key, SigV4.chunkStringToSign(amzDate(), credential(), previous, chunk));
            out.append(Integer.toHexString(chunk.length))
                    .append(";chunk-signature=")
                    .append(signature)
                    .append("\r\n")
                    .append(new String(chunk, UTF_8))
                    .append("\r\n");
            return signature;
        }

        private String sign() {
            String hash = payloadHash == null ? Digests.sha256Hex(body) : payloadHash;
            header("x-amz-content-sha256", hash);
            header("x-amz-date", amzDate());
            header("host", endpoint.getAuthority());
            if (sessionToken != null) {
                header("x-amz-security-token", sessionToken);
            }
            signed.remove("authorization");
            List<String> names = List.copyOf(signed.keySet());
            Request request = new Request(method, uri, Headers.of(signed.entrySet()), body);
            String signature = SigV4.sign(
                    SigV4.signingKey(secret, credential()),
                    SigV4.stringToSign(amzDate(), credential(), SigV4.canonicalRequest(request, names, hash)));
            signed.put(
                    "authorization",
                    "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                            .formatted(accessKeyId, credential().scope(), String.join(";", names), signature));
            return signature;
        }

        private SigV4.Credential credential() {
            return new SigV4.Credential(accessKeyId, amzDate().substring(0, 8), scopeRegion, "s3");
        }

        private String amzDate() {
            return AMZ_DATE.format(signedAt.atOffset(ZoneOffset.UTC));
        }
    }
}
