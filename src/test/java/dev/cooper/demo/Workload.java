package dev.cooper.demo;

import io.minio.GetObjectArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.credentials.StaticProvider;
import io.minio.errors.MinioException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What runs in a pod: knows nothing but the folder where a Secret is mounted, and writes and reads an object through
 * MinIO's client, which shares no code with the operator's.
 */
public final class Workload {
    private Workload() {}

    public static void main(String[] arguments) throws Exception {
        Path mount = Path.of(arguments[0]);
        String bucket = read(mount, "BUCKET_NAME");
        MinioClient s3 = MinioClient.builder()
                .endpoint(read(mount, "AWS_ENDPOINT_URL_S3"))
                .region(read(mount, "AWS_REGION"))
                .credentialsProvider(new StaticProvider(
                        read(mount, "AWS_ACCESS_KEY_ID"),
                        read(mount, "AWS_SECRET_ACCESS_KEY"),
                        optional(mount, "AWS_SESSION_TOKEN")))
                .build();
        use(s3, bucket);
        s3.close();
    }

    private static void use(MinioClient s3, String bucket)
            throws IOException, GeneralSecurityException, MinioException {
        byte[] content = ("written by a workload at " + Instant.now()).getBytes(StandardCharsets.UTF_8);
        String key = "drafts/hello.txt";
        s3.putObject(PutObjectArgs.builder().bucket(bucket).object(key).stream(
                        new ByteArrayInputStream(content), content.length, -1)
                .build());
        try (InputStream read =
                s3.getObject(GetObjectArgs.builder().bucket(bucket).object(key).build())) {
            System.out.printf(
                    "GET s3://%s/%s: \"%s\"%n", bucket, key, new String(read.readAllBytes(), StandardCharsets.UTF_8));
        }
        StatObjectResponse stat = s3.statObject(
                StatObjectArgs.builder().bucket(bucket).object(key).build());
        System.out.printf("HEAD: %d bytes, ETag %s%n", stat.size(), stat.etag());
    }

    private static String read(Path mount, String key) throws IOException {
        return Files.readString(mount.resolve(key));
    }

    private static @Nullable String optional(Path mount, String key) throws IOException {
        return Files.exists(mount.resolve(key)) ? read(mount, key) : null;
    }
}
