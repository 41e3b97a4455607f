package dev.cooper.simulator;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * How a simulator behaves.
 *
 * @param unsupported the answer to operations that the page does not support
 * @param groupGrantee how GetBucketAcl writes the AllUsers group
 * @param credentialsApi whether Keystone's /v3/credentials is there beside OS-EC2
 * @param keyRevocationDelay how long a deleted key goes on signing
 * @param signatureClock what X-Amz-Date is compared with
 */
record SimulatorSettings(
        String region,
        ErrorCode unsupported,
        GroupGrantee groupGrantee,
        boolean credentialsApi,
        Duration keyRevocationDelay,
        Clock signatureClock) {
    private static final Map<String, String> SECURITY_HEADERS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "X-XSS-Protection", "1; mode=block",
            "Strict-Transport-Security", "max-age=31536000; includeSubDomains");

    /** The headers that the page lists under HeadBucket and HeadObject; their values are not on the page. */
    Map<String, String> securityHeaders() {
        return SECURITY_HEADERS;
    }
}
