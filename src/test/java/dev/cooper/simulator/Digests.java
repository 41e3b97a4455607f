package dev.cooper.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The hashes that the S3 protocol is made of, and random identifiers. */
final class Digests {
    static final String EMPTY_SHA256 = sha256Hex(new byte[0]);

    private static final SecureRandom RANDOM = new SecureRandom();

    private Digests() {}

    static byte[] md5(byte[] data) {
        return digest("MD5", data);
    }

    static String md5Hex(byte[] data) {
        return hex(md5(data));
    }

    static String sha256Hex(byte[] data) {
        return hex(digest("SHA-256", data));
    }

    static byte[] hmacSha256(byte[] key, String data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(data.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    static String hex(byte[] data) {
        return HexFormat.of().formatHex(data);
    }

    static String randomHex(int bytes) {
        return hex(random(bytes));
    }

    static String randomText(int bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random(bytes));
    }

    /** Compares in constant time. */
    static boolean same(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(UTF_8), given.getBytes(UTF_8));
    }

    private static byte[] random(int bytes) {
        byte[] data = new byte[bytes];
        RANDOM.nextBytes(data);
        return data;
    }

    private static byte[] digest(String algorithm, byte[] data) {
        try {
            return MessageDigest.getInstance(algorithm).digest(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
