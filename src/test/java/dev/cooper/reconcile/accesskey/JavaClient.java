package dev.cooper.reconcile.accesskey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A workload in Java, with the Secret in one shape: JavaClient FORMAT MOUNT BUCKET. On each line of its input it
 * puts an object by the client that it began with, and by a new one, and tells whether the store took them.
 */
final class JavaClient {
    private static final String TAKEN = "taken";
    private static final String REFUSED = "refused";

    /** The SDK looks at its files again after a moment. */
    private static final Duration REREAD = Duration.ofSeconds(5);

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(250);

    private final String format;
    private final Path mount;
    private final String bucket;

    private JavaClient(String format, Path mount, String bucket) {
        this.format = format;
        this.mount = mount;
        this.bucket = bucket;
    }

    public static void main(String[] args) throws IOException {
        JavaClient workload = new JavaClient(args[0], Path.of(args[1]), args[2]);
        try (S3Client first = workload.newClient();
                BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            while (input.readLine() != null) {
                try (S3Client other = workload.newClient()) {
                    System.out.println(workload.put(first) + " " + workload.put(other));
                }
            }
        }
    }

    /** As the documentation of each shape has software read it. */
    private S3Client newClient() throws IOException {
        S3ClientBuilder s3 = S3Client.builder().forcePathStyle(true);
        switch (format) {
            case "env", "credentialsFile", "template" -> {
                // as they stand where the SDK looks by itself
            }
            case "obc" ->
                s3.endpointOverride(URI.create("http://" + env("BUCKET_HOST") + ":" + env("BUCKET_PORT")))
                        .region(Region.of(env("BUCKET_REGION")))
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED);
            case "cosi" -> {
                JsonNode info = new ObjectMapper()
                        .readTree(entry("BucketInfo"))
                        .path("spec")
                        .path("secretS3");
                read(
                        s3,
                        info.path("endpoint").asText(),
                        info.path("region").asText(),
                        info.path("accessKeyID").asText(),
                        info.path("accessSecretKey").asText());
            }
            case "serviceBinding" -> read(s3, entry("uri"), entry("region"), entry("username"), entry("password"));
            default -> throw new IllegalArgumentException(format);
        }
        return s3.build();
    }

    private static void read(S3ClientBuilder s3, String endpoint, String region, String id, String secret) {
        s3.endpointOverride(URI.create(endpoint))
                .region(Region.of(region))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret)));
    }

    private String entry(String name) throws IOException {
        return Files.readString(mount.resolve(name));
    }

    private static String env(String name) {
        return System.getenv(name);
    }

    private String put(S3Client s3) {
        if (System.getenv("AWS_SHARED_CREDENTIALS_FILE") == null) {
            return isTaken(s3) ? TAKEN : REFUSED;
        }
        try {
            Awaitility.await().atMost(REREAD).pollInterval(BETWEEN_TRIES).until(() -> isTaken(s3));
            return TAKEN;
        } catch (ConditionTimeoutException e) {
            return REFUSED;
        }
    }

    private boolean isTaken(S3Client s3) {
        try {
            s3.putObject(r -> r.bucket(bucket).key("java"), RequestBody.fromString("hello"));
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() != 403) {
                throw e;
            }
            return false;
        }
    }
}
