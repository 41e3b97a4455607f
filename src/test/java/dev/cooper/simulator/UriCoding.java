package dev.cooper.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;

/** Percent coding as SigV4 defines it: unreserved characters of RFC 3986 stay, all other bytes become %XX. */
final class UriCoding {
    private UriCoding() {}

    /** Encodes a path: slashes stay. */
    static String encodePath(String path) {
        return encode(path, true);
    }

    /** Encodes a query name or value, or a key in a listing with {@code encoding-type=url}. */
    static String encodeComponent(String text) {
        return encode(text, false);
    }

    static String decodePath(String raw) {
        return decode(raw, false);
    }

    /** Decodes a query name or value. Like RGW, takes '+' for a space. */
    static String decodeQuery(String raw) {
        return decode(raw, true);
    }

    private static String encode(String text, boolean keepSlash) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(UTF_8)) {
            char c = (char) (b & 0xff);
            if (isUnreserved(c) || (keepSlash && c == '/')) {
                out.append(c);
            } else {
                out.append('%').append(hexDigit(c >> 4)).append(hexDigit(c & 0xf));
            }
        }
        return out.toString();
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_'
                || c == '.'
                || c == '~';
    }

    private static char hexDigit(int value) {
        return Character.toUpperCase(Character.forDigit(value, 16));
    }

    private static String decode(String raw, boolean plusIsSpace) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        byte[] in = raw.getBytes(UTF_8);
        for (int i = 0; i < in.length; i++) {
            if (in[i] == '%') {
                if (i + 2 >= in.length) {
                    throw malformed();
                }
                int high = Character.digit(in[i + 1], 16);
                int low = Character.digit(in[i + 2], 16);
                if (high < 0 || low < 0) {
                    throw malformed();
                }
                bytes.write((high << 4) | low);
                i += 2;
            } else if (in[i] == '+' && plusIsSpace) {
                bytes.write(' ');
            } else {
                bytes.write(in[i]);
            }
        }
        try {
            return UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed();
        }
    }

    private static Refusal malformed() {
        return ErrorCode.INVALID_URI.because("The URI is not percent-encoded UTF-8.");
    }
}
