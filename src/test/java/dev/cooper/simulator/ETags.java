package dev.cooper.simulator;

import java.util.Arrays;

/** Entity tags in conditional headers. */
final class ETags {
    private ETags() {}

    /** Whether a header such as If-Match, a list or an asterisk, names the tag. */
    static boolean matches(String header, String etag) {
        return Arrays.stream(header.split(",", -1))
                .map(String::strip)
                .anyMatch(entry -> entry.equals("*") || unquote(entry).equals(etag));
    }

    static String unquote(String etag) {
        return etag.length() >= 2 && etag.startsWith("\"") && etag.endsWith("\"")
                ? etag.substring(1, etag.length() - 1)
                : etag;
    }
}
