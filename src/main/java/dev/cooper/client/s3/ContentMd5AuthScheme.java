package dev.cooper.client.s3;

import dev.cooper.plan.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;
import software.amazon.awssdk.utils.BinaryUtils;
import software.amazon.awssdk.utils.IoUtils;
import software.amazon.awssdk.utils.Md5Utils;

/**
 * Signature Version 4 for stores older than the SDK's default checksums: the payload is hashed and signed also over
 * HTTPS, writes carry Content-MD5, and no CRC32 checksum is announced or sent.
 *
 * <p>The SDK offers no setting for this: its signer adds the checksum that the operation's model asks for. Handing the
 * signer only the properties that S3 of old knew is what leaves the checksum out.
 */
final class ContentMd5AuthScheme implements AwsV4AuthScheme {
    private final AwsV4HttpSigner signer;

    ContentMd5AuthScheme(Profile.Wire wire) {
        this.signer = new Signer(wire, AwsV4HttpSigner.create());
    }

    @Override
    public String schemeId() {
        return AwsV4AuthScheme.SCHEME_ID;
    }

    @Override
    public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
        return providers.identityProvider(AwsCredentialsIdentity.class);
    }

    @Override
    public AwsV4HttpSigner signer() {
        return signer;
    }

    private record Signer(Profile.Wire wire, AwsV4HttpSigner delegate) implements AwsV4HttpSigner {

        @Override
        public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
            return delegate.sign(SignRequest.builder(request.identity())
                    .request(dressed(request))
                    .payload(request.payload().orElse(null))
                    .putProperty(REGION_NAME, request.requireProperty(REGION_NAME))
                    .putProperty(SERVICE_SIGNING_NAME, request.requireProperty(SERVICE_SIGNING_NAME))
                    .putProperty(DOUBLE_URL_ENCODE, request.requireProperty(DOUBLE_URL_ENCODE, true))
                    .putProperty(NORMALIZE_PATH, request.requireProperty(NORMALIZE_PATH, true))
                    .putProperty(HttpSigner.SIGNING_CLOCK, request.property(HttpSigner.SIGNING_CLOCK))
                    .putProperty(PAYLOAD_SIGNING_ENABLED, true)
                    .putProperty(CHUNK_ENCODING_ENABLED, false)
                    .build());
        }

        private SdkHttpRequest dressed(SignRequest<? extends AwsCredentialsIdentity> request) {
            SdkHttpRequest.Builder http = request.request().toBuilder().removeHeader("x-amz-sdk-checksum-algorithm");
            boolean write = request.request().method() == SdkHttpMethod.PUT
                    || request.request().method() == SdkHttpMethod.POST;
            if (write && wire.contentMd5()) {
                http.putHeader("Content-MD5", md5(request.payload().orElse(null)));
            }
            boolean subresource = !request.request().rawQueryParameters().isEmpty();
            if (subresource && wire.htmlContentType()) {
                http.putHeader("Content-Type", "text/html");
            }
            return http.build();
        }

        private static String md5(@Nullable ContentStreamProvider payload) {
            try {
                byte[] bytes = payload == null ? new byte[0] : IoUtils.toByteArray(payload.newStream());
                return BinaryUtils.toBase64(Md5Utils.computeMD5Hash(bytes));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public CompletableFuture<AsyncSignedRequest> signAsync(
                AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
            throw new UnsupportedOperationException("only the synchronous client is used");
        }
    }
}
