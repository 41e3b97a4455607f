package dev.cooper.stores;

import dev.cooper.api.AccessKey;
import dev.cooper.harness.OperatorHarness;
import io.fabric8.kubernetes.api.model.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A workload that signs with what a target Secret holds, in format env. */
final class KeyUse implements AutoCloseable {
    private final S3Client s3;

    private KeyUse(S3Client s3) {
        this.s3 = s3;
    }

    static KeyUse of(OperatorHarness cooper, String secret) {
        Map<String, String> env = entries(cooper, secret);
        String id = Objects.requireNonNull(env.get("AWS_ACCESS_KEY_ID"));
        String value = Objects.requireNonNull(env.get("AWS_SECRET_ACCESS_KEY"));
        AwsCredentials key = env.containsKey("AWS_SESSION_TOKEN")
                ? AwsSessionCredentials.create(id, value, Objects.requireNonNull(env.get("AWS_SESSION_TOKEN")))
                : AwsBasicCredentials.create(id, value);
        return new KeyUse(S3Client.builder()
                .endpointOverride(URI.create(Objects.requireNonNull(env.get("AWS_ENDPOINT_URL_S3"))))
                .region(Region.of(Objects.requireNonNull(env.get("AWS_REGION"))))
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(key))
                .build());
    }

    static Map<String, String> entries(OperatorHarness cooper, String name) {
        return decoded(Objects.requireNonNull(cooper.admin()
                .secrets()
                .inNamespace(cooper.namespace())
                .withName(name)
                .get()));
    }

    static Map<String, String> decoded(Secret secret) {
        return secret.getData().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> new String(Base64.getDecoder().decode(entry.getValue()), StandardCharsets.UTF_8)));
    }

    static String keyId(AccessKey key) {
        return Objects.requireNonNull(key.statusOrEmpty().keyID());
    }

    /** The status of an answer: 200, or that of the refusal. */
    int put(String bucket, String key) {
        return status(() -> s3.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromString("hello")));
    }

    int get(String bucket, String key) {
        return status(() -> s3.getObjectAsBytes(r -> r.bucket(bucket).key(key)).asByteArray());
    }

    int list(String bucket, String prefix) {
        return status(() -> s3.listObjectsV2(r -> r.bucket(bucket).prefix(prefix)));
    }

    int deleteBucket(String bucket) {
        return status(() -> s3.deleteBucket(r -> r.bucket(bucket)));
    }

    private static int status(Runnable request) {
        try {
            request.run();
            return 200;
        } catch (S3Exception e) {
            return e.statusCode();
        }
    }

    @Override
    public void close() {
        s3.close();
    }
}
