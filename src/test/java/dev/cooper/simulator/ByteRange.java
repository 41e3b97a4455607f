package dev.cooper.simulator;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One range of bytes, both ends included. */
record ByteRange(int first, int last) {
    private static final Pattern SINGLE = Pattern.compile("bytes=([0-9]*)-([0-9]*)");

    /** Empty for no header and for one that, as HTTP allows, is ignored: several ranges, other units. */
    static Optional<ByteRange> parse(@Nullable String header, int size) {
        Matcher matcher = SINGLE.matcher(header == null ? "" : header);
        if (!matcher.matches()
                || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
            return Optional.empty();
        }
        long first;
        long last;
        if (matcher.group(1).isEmpty()) {
            first = Math.max(0, size - number(matcher.group(2)));
            last = number(matcher.group(2)) == 0 ? -1 : size - 1;
        } else {
            first = number(matcher.group(1));
            last = matcher.group(2).isEmpty() ? size - 1 : Math.min(number(matcher.group(2)), size - 1);
        }
        if (first >= size || last < first) {
            throw ErrorCode.INVALID_RANGE.because("The requested range is not satisfiable.");
        }
        return Optional.of(new ByteRange((int) first, (int) last));
    }

    byte[] of(byte[] content) {
        return Arrays.copyOfRange(content, first, last + 1);
    }

    String contentRange(int size) {
        return "bytes " + first + "-" + last + "/" + size;
    }

    private static long number(String digits) {
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }
}
