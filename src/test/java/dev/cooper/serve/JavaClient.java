package dev.cooper.serve;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** A process of AWS's SDK for Java that takes all from its environment: at each line of input it puts an object. */
final class JavaClient {
    private JavaClient() {}

    public static void main(String... bucket) throws IOException {
        try (DefaultCredentialsProvider credentials =
                        DefaultCredentialsProvider.builder().build();
                S3Client s3 = S3Client.builder()
                        .credentialsProvider(credentials)
                        .forcePathStyle(true)
                        .build();
                BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            while (input.readLine() != null) {
                String outcome;
                try {
                    s3.putObject(r -> r.bucket(bucket[0]).key("java"), RequestBody.fromString("hello"));
                    outcome = "taken " + credentials.resolveCredentials().accessKeyId();
                } catch (SdkException e) {
                    outcome = "refused";
                    System.err.println(e.getMessage());
                }
                System.out.println(outcome);
            }
        }
    }
}
