package dev.cooper.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** What the page demands of every request of an operation, before the operation itself is looked at. */
final class RequestRules {
    private static final int MAX_KEY_BYTES = 1024;
    private static final int MD5_BYTES = 16;

    private RequestRules() {}

    /**
     * The headers that the page marks as required and that the request does not carry in the form that the page wants.
     * X-Amz-Security-Token is marked too, but exists only for session credentials: there the verifier refuses.
     */
    static List<String> missingHeaders(Operation operation, Request request) {
        List<String> missing = new ArrayList<>();
        if (!request.headers().has("Authorization")) {
            missing.add("Authorization");
        }
        if (!request.headers().has("X-Amz-Date")) {
            missing.add("X-Amz-Date");
        }
        if (!request.headers().get("X-Amz-Content-Sha256", "").matches("[0-9a-f]{64}")) {
            missing.add("X-Amz-Content-Sha256");
        }
        if (operation.content() != Operation.Content.ANY && !isTextHtml(request)) {
            missing.add("Content-Type");
        }
        if (operation.content() == Operation.Content.TEXT_HTML_MD5
                && !request.headers().has("Content-MD5")) {
            missing.add("Content-MD5");
        }
        return missing;
    }

    static void check(S3Route route, SigV4Verifier.Verified verified) {
        Operation operation = route.operation();
        Request request = verified.request();
        refuseNewerClients(request);
        String method = request.method();
        if ((method.equals("PUT") || method.equals("POST"))
                && !request.headers().has("Content-Length")) {
            throw ErrorCode.MISSING_CONTENT_LENGTH.because("You must provide the Content-Length HTTP header.");
        }
        if (verified.payload() != SigV4Verifier.Payload.SIGNED
                && request.body().length > 0
                && !operation.carriesObjectData()) {
            throw ErrorCode.CONTENT_SHA256_MISMATCH.because(
                    "X-Amz-Content-Sha256 must be the SHA-256 of the body of " + operation.pageName() + ".");
        }
        if (operation.content() == Operation.Content.TEXT_HTML_MD5) {
            if (!isTextHtml(request)) {
                throw ErrorCode.INVALID_REQUEST.because("Content-Type must be text/html.");
            }
            if (!request.headers().has("Content-MD5")) {
                throw ErrorCode.INVALID_REQUEST.because("Missing required header for this request: Content-MD5.");
            }
        }
        checkMd5(request);
        if (route.key().getBytes(UTF_8).length > MAX_KEY_BYTES) {
            throw ErrorCode.KEY_TOO_LONG.because("Your key is too long.");
        }
    }

    /**
     * The page: clients newer than those it lists "may result in failed requests", and ExpectedOwner is not
     * supported. Which error the store gives is not said.
     */
    private static void refuseNewerClients(Request request) {
        for (String name : request.headers().names()) {
            if (name.startsWith("x-amz-checksum-")
                    || name.equals("x-amz-sdk-checksum-algorithm")
                    || name.equals("x-amz-trailer")) {
                throw ErrorCode.INVALID_REQUEST.because(
                        "The header " + name + " is not supported: additional checksums are not available.");
            }
            if (name.endsWith("-expected-bucket-owner")) {
                throw ErrorCode.INVALID_REQUEST.because(
                        "The header " + name + " is not supported: the ExpectedOwner feature is not available.");
            }
        }
    }

    private static boolean isTextHtml(Request request) {
        String type = request.headers().get("Content-Type", "").toLowerCase(Locale.ROOT);
        return type.equals("text/html") || type.startsWith("text/html;");
    }

    private static void checkMd5(Request request) {
        String given = request.headers().get("Content-MD5");
        if (given == null) {
            return;
        }
        byte[] digest;
        try {
            digest = Base64.getDecoder().decode(given);
        } catch (IllegalArgumentException e) {
            digest = new byte[0];
        }
        if (digest.length != MD5_BYTES) {
            throw ErrorCode.INVALID_DIGEST.because("The Content-MD5 you specified is not valid.");
        }
        if (!Digests.same(Digests.md5Hex(request.body()), Digests.hex(digest))) {
            throw ErrorCode.BAD_DIGEST.because("The Content-MD5 you specified did not match what we received.");
        }
    }
}
