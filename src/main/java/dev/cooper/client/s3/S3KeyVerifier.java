package dev.cooper.client.s3;

import dev.cooper.port.Failure;
import dev.cooper.port.IssuedKey;
import dev.cooper.port.KeyVerifier;
import dev.cooper.port.StoreException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Proves a key with GetBucketLocation, which every key may ask, also one that may list nothing. */
public final class S3KeyVerifier implements KeyVerifier {
    private final S3Client s3;

    /**
     * @param s3 whose connections carry the requests, which are signed with the keys in question
     */
    S3KeyVerifier(S3Client s3) {
        this.s3 = s3;
    }

    @Override
    public void verify(IssuedKey key, String bucket) {
        StaticCredentialsProvider signer = StaticCredentialsProvider.create(credentials(key));
        try {
            s3.getBucketLocation(request ->
                    request.bucket(bucket).overrideConfiguration(override -> override.credentialsProvider(signer)));
        } catch (S3Exception e) {
            if (e.statusCode() == 401 || e.statusCode() == 403 || e.statusCode() == 400) {
                throw new StoreException(new Failure.KeyNotAccepted(key.accessKeyId(), e.statusCode()), e);
            }
            throw S3Failures.of("GetBucketLocation", e);
        } catch (SdkException e) {
            throw S3Failures.of("GetBucketLocation", e);
        }
    }

    public static AwsCredentials credentials(IssuedKey key) {
        return key.sessionToken() == null
                ? AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey())
                : AwsSessionCredentials.create(key.accessKeyId(), key.secretAccessKey(), key.sessionToken());
    }
}
