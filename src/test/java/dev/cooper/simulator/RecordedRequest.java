package dev.cooper.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request that the simulator saw.
 *
 * @param sequence order of arrival, over both listeners, from 1
 * @param operation as the S3 page names it, e.g. HeadBucket, or e.g. KeystoneCreateToken
 * @param supported false for what the page does not list as supported
 * @param query without signatures and tokens
 * @param status of the answer; 0 when a fault left the request without one
 * @param fault the action of the fault rule that struck, else null
 * @param accessKeyId the key that signed it, else null
 * @param headers names in lower case; the values of Authorization and of token headers are replaced
 * @param missingHeaders what the page marks as required and the request did not carry as the page wants it
 */
public record RecordedRequest(
        long sequence,
        Instant instant,
        String operation,
        boolean supported,
        String method,
        String path,
        String query,
        String bucket,
        String key,
        int status,
        @Nullable String errorCode,
        @Nullable String fault,
        @Nullable String accessKeyId,
        String userAgent,
        Map<String, String> headers,
        List<String> missingHeaders,
        long durationMillis) {}
