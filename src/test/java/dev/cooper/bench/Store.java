package dev.cooper.bench;

import dev.cooper.api.Addressing;
import dev.cooper.client.s3.S3Clients;
import dev.cooper.client.s3.S3Endpoint;
import dev.cooper.client.s3.S3Metrics;
import dev.cooper.client.s3.Transport;
import dev.cooper.plan.Profile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A store that is measured.
 *
 * @param name of its ObjectStore
 * @param spec the ObjectStore's, without what all have in common
 * @param secret what its Secret holds
 * @param calls the S3 requests that the store itself has counted
 * @param access what a raw client in the store's dialect is built from
 */
record Store(
        String name, URI endpoint, String spec, Map<String, String> secret, Supplier<Calls> calls, S3Endpoint access) {

    static S3Endpoint access(Profile profile, URI endpoint, String region, String accessKey, String secretKey) {
        return new S3Endpoint(
                endpoint,
                region,
                Addressing.Path,
                profile.wire(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)),
                new Transport(null, Settings.THREADS, Duration.ofSeconds(30)),
                new S3Metrics(new SimpleMeterRegistry(), "floor"));
    }

    S3Client client() {
        return S3Clients.create(access);
    }
}
