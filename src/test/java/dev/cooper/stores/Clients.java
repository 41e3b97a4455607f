package dev.cooper.stores;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cooper.api.Addressing;
import dev.cooper.api.Provider;
import dev.cooper.client.s3.S3Clients;
import dev.cooper.client.s3.S3Endpoint;
import dev.cooper.client.s3.S3Metrics;
import dev.cooper.client.s3.Transport;
import dev.cooper.connection.Profiles;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;

/** Other users of a store than Cooper, who speak its dialect too. */
final class Clients {
    private Clients() {}

    static S3Client of(Provider provider, String endpoint, String accessKey, String secretKey) {
        return with(
                provider, endpoint, StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)));
    }

    /** Keys as the scripts of testbed/ print them. */
    static S3Client of(Provider provider, String endpoint, JsonNode keys) {
        return of(
                provider,
                endpoint,
                keys.path("accessKey").asText(),
                keys.path("secretKey").asText());
    }

    /** Somebody who does not sign in at all. */
    static S3Client anonymous(Provider provider, String endpoint) {
        return with(provider, endpoint, AnonymousCredentialsProvider.create());
    }

    private static S3Client with(Provider provider, String endpoint, AwsCredentialsProvider credentials) {
        var profile = Profiles.of(provider);
        return S3Clients.create(new S3Endpoint(
                URI.create(endpoint),
                profile.region(),
                Addressing.Path,
                profile.wire(),
                credentials,
                new Transport(null, 4, Duration.ofSeconds(20)),
                new S3Metrics(new SimpleMeterRegistry(), "test")));
    }
}
