package dev.cooper.simulator;

import java.util.Set;
import java.util.regex.Pattern;

/** KakaoCloud's bucket names: 4 to 63 characters of S3's alphabet, and none of the service's own path names. */
final class BucketNames {
    private static final Set<String> RESERVED = Set.of("v1_ext", "swagger", "status", "ping", "info");
    private static final Pattern ALPHABET = Pattern.compile("[a-z0-9][a-z0-9.-]{2,61}[a-z0-9]");
    private static final Pattern IP_ADDRESS = Pattern.compile("[0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+");

    private BucketNames() {}

    static void check(String name) {
        boolean valid = ALPHABET.matcher(name).matches()
                && !RESERVED.contains(name)
                && !name.contains("..")
                && !name.contains(".-")
                && !name.contains("-.")
                && !IP_ADDRESS.matcher(name).matches();
        if (!valid) {
            throw ErrorCode.INVALID_BUCKET_NAME.because("The specified bucket is not valid: " + name);
        }
    }
}
