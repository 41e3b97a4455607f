package dev.cooper.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.Bucket;
import dev.cooper.api.BucketPolicy;
import dev.cooper.api.PolicyGrant.Access;
import dev.cooper.api.Provider;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.simulator.Ec2Key;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.s3.S3Client;

/** What each level of access lets its grantee do under KakaoCloud's roles, with real requests, as the docs have it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set by start()
class AccessOnSimulatorTest {
    private static final AccessTable TABLE = AccessTable.under("### As grants of the ACL: kakaocloud");

    private OperatorHarness cooper;
    private S3Client owner;
    private S3Client stranger;

    @BeforeAll
    void start() {
        cooper = OperatorHarness.start();
        owner = client(cooper.cloud().userId());
        stranger = client(cooper.cloud().addUser("stranger"));
    }

    @AfterAll
    void stop() {
        owner.close();
        stranger.close();
        cooper.close();
    }

    private S3Client client(String user) {
        Ec2Key key = cooper.cloud().createEc2Key(user);
        return Clients.of(Provider.KAKAOCLOUD, cooper.cloud().endpoint().toString(), key.access(), key.secret());
    }

    @ParameterizedTest
    @EnumSource
    void aLevelAllowsWhatTheDocsSay(Access access) {
        String bucket = cooper.bucketName(access.name().toLowerCase(Locale.ROOT));
        String user = cooper.cloud().addUser("grantee");
        cooper.bucket(bucket, "");
        cooper.bucketPolicy(
                bucket,
                "bucketRef: {name: %s}\ngrants: [{to: {userID: %s}, access: %s}]".formatted(bucket, user, access));
        cooper.awaitReason(Bucket.class, bucket, "Ready");
        cooper.awaitReason(BucketPolicy.class, bucket, "Ready");

        try (S3Client grantee = client(user)) {
            Attempt.Target target = Attempt.Target.prepared(owner, bucket, false);
            assertThat(TABLE.allowed(stranger, target)).isEmpty();
            assertThat(TABLE.allowed(grantee, target)).isEqualTo(TABLE.allowedBy(access));
        }
    }
}
