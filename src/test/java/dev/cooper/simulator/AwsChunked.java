package dev.cooper.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Decodes a body of {@code STREAMING-AWS4-HMAC-SHA256-PAYLOAD} and verifies the signature of every chunk. */
final class AwsChunked {
    private static final String EXTENSION = ";chunk-signature=";

    private final byte[] data;
    private int position;

    private AwsChunked(byte[] data) {
        this.data = data;
    }

    static byte[] decode(
            Request request, String amzDate, SigV4.Credential credential, byte[] signingKey, String seedSignature) {
        AwsChunked body = new AwsChunked(request.body());
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(request.body().length);
        String previous = seedSignature;
        byte[] chunk;
        do {
            String header = body.line();
            int extension = header.indexOf(EXTENSION);
            if (extension < 0) {
                throw malformed("a chunk has no signature");
            }
            chunk = body.take(size(header.substring(0, extension)));
            String given = header.substring(extension + EXTENSION.length());
            String expected = SigV4.sign(signingKey, SigV4.chunkStringToSign(amzDate, credential, previous, chunk));
            if (!Digests.same(expected, given)) {
                throw ErrorCode.SIGNATURE_DOES_NOT_MATCH.because("The signature of a chunk does not match.");
            }
            previous = expected;
            decoded.writeBytes(chunk);
            body.endOfChunk(chunk.length == 0);
        } while (chunk.length > 0);
        String declared = request.headers().get("x-amz-decoded-content-length");
        if (declared == null) {
            throw ErrorCode.MISSING_CONTENT_LENGTH.because("x-amz-decoded-content-length is missing.");
        }
        if (!declared.equals(String.valueOf(decoded.size()))) {
            throw malformed("x-amz-decoded-content-length is not the length of the body");
        }
        return decoded.toByteArray();
    }

    private static int size(String hex) {
        try {
            return Integer.parseInt(hex, 16);
        } catch (NumberFormatException e) {
            throw malformed("a chunk has no size");
        }
    }

    private String line() {
        for (int i = position; i + 1 < data.length; i++) {
            if (data[i] == '\r' && data[i + 1] == '\n') {
                String line = new String(data, position, i - position, US_ASCII);
                position = i + 2;
                return line;
            }
        }
        throw malformed("it ends inside a chunk");
    }

    private byte[] take(int length) {
        if (length < 0 || length > data.length - position) {
            throw malformed("it ends inside a chunk");
        }
        byte[] chunk = Arrays.copyOfRange(data, position, position + length);
        position += length;
        return chunk;
    }

    private void endOfChunk(boolean last) {
        if (last && position == data.length) {
            return; // some clients leave out the line end after the last chunk
        }
        if (!line().isEmpty()) {
            throw malformed("a chunk is longer than its size");
        }
    }

    private static Refusal malformed(String detail) {
        return ErrorCode.INVALID_REQUEST.because("The aws-chunked body is malformed: " + detail + ".");
    }
}
