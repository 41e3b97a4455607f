package dev.cooper.client.s3;

import java.time.Duration;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/**
 * How the servers of a store are reached: S3 and the identity services alike.
 *
 * @param trust the authorities to trust, or null for the system's
 * @param connections requests that may be under way at once
 */
public record Transport(@Nullable X509TrustManager trust, int connections, Duration attemptTimeout) {
    /** A new HTTP client. It follows no redirect. */
    public Apache5HttpClient.Builder client() {
        Apache5HttpClient.Builder http = Apache5HttpClient.builder()
                .maxConnections(connections)
                .connectionTimeout(Duration.ofSeconds(5))
                .socketTimeout(attemptTimeout)
                .connectionAcquisitionTimeout(attemptTimeout);
        if (trust != null) {
            http.tlsTrustManagersProvider(() -> new TrustManager[] {trust});
        }
        return http;
    }
}
