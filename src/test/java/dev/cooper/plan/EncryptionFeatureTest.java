package dev.cooper.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.BucketSpec;
import dev.cooper.api.Provider;
import dev.cooper.connection.Profiles;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncryptionFeatureTest {
    private static final BucketSpec AES = spec("algorithm: AES256");
    private static final BucketSpec KMS = spec("algorithm: 'aws:kms'");
    private static final BucketSpec KMS_WITH_KEY = spec("algorithm: 'aws:kms', kmsKeyID: shop");
    private static final BucketSpec KMS_WITH_BUCKET_KEY = spec("algorithm: 'aws:kms', bucketKeyEnabled: true");

    private static BucketSpec spec(String encryption) {
        return Yaml.spec("{encryption: {" + encryption + "}}");
    }

    private static EncryptionState kms(@Nullable String key, boolean bucketKey) {
        return new EncryptionState("aws:kms", key, bucketKey);
    }

    @Test
    void aNewBucketHasNone() {
        assertThat(EncryptionFeature.INSTANCE.initial(AES)).contains(EncryptionState.NONE);
        assertThat(EncryptionFeature.INSTANCE.diff(AES, EncryptionState.NONE))
                .containsExactly(new Change.SetEncryption(new EncryptionState("AES256", null, false)));
    }

    @Test
    void equalIsLeftAlone() {
        assertSame(AES, new EncryptionState("AES256", null, false));
        assertSame(KMS, kms(null, false));
        assertSame(KMS_WITH_KEY, kms("shop", false));
        assertSame(KMS_WITH_BUCKET_KEY, kms(null, true));
    }

    @Test
    void aKeyThatIsNotNamedIsTheStoresAffair() {
        assertSame(KMS, kms("arn:aws:kms:eu-central-1:111122223333:key/chosen-by-the-store", false));
        assertSame(KMS_WITH_BUCKET_KEY, kms("anything", true));
    }

    @Test
    void aBucketKeyThatIsNotNamedIsOff() {
        assertSets(KMS, kms("chosen", true), kms("chosen", false));
        assertSets(KMS_WITH_KEY, kms("shop", true), kms("shop", false));
    }

    @Test
    void aes256HasNoUseForABucketKey() {
        assertSame(AES, new EncryptionState("AES256", null, true));
    }

    @Test
    void anotherAlgorithmOrKeyIsSet() {
        assertSets(AES, kms("shop", true), new EncryptionState("AES256", null, false));
        assertSets(KMS, new EncryptionState("AES256", null, false), kms(null, false));
        assertSets(KMS_WITH_KEY, kms(null, false), kms("shop", false));
        assertSets(KMS_WITH_KEY, kms("other", false), kms("shop", false));
        assertSets(
                spec("algorithm: 'aws:kms:dsse'"),
                kms("shop", false),
                new EncryptionState("aws:kms:dsse", null, false));
        assertSets(
                AES, new EncryptionState("a new algorithm", null, false), new EncryptionState("AES256", null, false));
    }

    @Test
    void aKeyThatIsNotNamedOutlivesAChangeBesideIt() {
        assertSets(KMS_WITH_BUCKET_KEY, kms("chosen", false), kms("chosen", true));
        assertSets(spec("algorithm: 'aws:kms', bucketKeyEnabled: false"), kms("chosen", true), kms("chosen", false));
    }

    @ParameterizedTest
    @CsvSource({
        "AES256,KAKAOCLOUD,true",
        "aws:kms,KAKAOCLOUD,false",
        "aws:kms:dsse,KAKAOCLOUD,false",
        "aws:kms,CEPH_RGW,true",
        "aws:kms:dsse,CEPH_RGW,false",
        "aws:kms:dsse,MINIO,false",
        "aws:kms:dsse,AWS,true"
    })
    void theAlgorithmMustBeOneOfTheStore(String algorithm, Provider provider, boolean there) {
        var refusals = EncryptionFeature.INSTANCE.refusals(
                spec("algorithm: '%s'".formatted(algorithm)), Profiles.of(provider));
        if (there) {
            assertThat(refusals).isEmpty();
        } else {
            assertThat(refusals).singleElement().satisfies(refusal -> {
                assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNSUPPORTED);
                assertThat(refusal.path()).isEqualTo("spec.encryption.algorithm");
                assertThat(refusal.message()).contains(algorithm, "it can with", "AES256");
            });
        }
    }

    private static void assertSame(BucketSpec spec, EncryptionState observed) {
        assertThat(EncryptionFeature.INSTANCE.diff(spec, observed)).isEmpty();
    }

    private static void assertSets(BucketSpec spec, EncryptionState observed, EncryptionState desired) {
        assertThat(EncryptionFeature.INSTANCE.diff(spec, observed)).containsExactly(new Change.SetEncryption(desired));
    }
}
