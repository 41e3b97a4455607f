package dev.cooper.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.api.ObjectStore;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.Readiness;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Sources assumeRole, on Ceph RGW and moto, and stsWebIdentity in the standard dialect, on moto. */
@Tag("stores")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set by start()
class RoleSessionsTest {
    private OperatorHarness cooper;
    private String rgw;
    private String moto;

    @BeforeAll
    void start() {
        cooper = OperatorHarness.withoutOperator();
        cooper.startOperator();
        rgw = Stores.connect(
                cooper,
                "ceph-rgw",
                Stores.rgw(),
                "sts: {roleARN: \"%s\"}".formatted(SessionRole.arn(Stores.rgw(), cooper.namespace())));
        moto = Stores.connect(cooper, "generic", Stores.moto(), "sts: {audience: moto}");
    }

    @AfterAll
    void stop() {
        cooper.close();
        cooper.admin().resources(ObjectStore.class).withName(rgw).delete();
        cooper.admin().resources(ObjectStore.class).withName(moto).delete();
    }

    private String bucket(String store, String stem) {
        String name = cooper.bucketName(stem);
        cooper.bucket(name, "storeRef: {name: %s}".formatted(store));
        cooper.awaitReason(Bucket.class, name, "Ready");
        return name;
    }

    private AccessKey apply(String name, String store, String source, String rights, String more) {
        cooper.accessKey(name, """
                storeRef: {name: %s}
                source: %s
                buckets: [%s]
                secret: {name: %s}
                %s""".formatted(store, source, rights, name, more));
        return cooper.awaitReason(AccessKey.class, name, "Ready");
    }

    @Test
    void aSessionOnRgwMayDoWhatItsRightsSay() {
        String bucket = bucket(rgw, "mine");
        String other = bucket(rgw, "theirs");
        AccessKey key = apply("session", rgw, "assumeRole", """
                {bucketRef: {name: %s}, access: ReadWrite, prefix: reports/}, \
                {bucketRef: {name: %s}, access: Write, prefix: inbox/}""".formatted(bucket, bucket), "");

        assertThat(key.getStatus().expiresAt()).isNotNull();
        assertThat(key.getMetadata().getFinalizers()).isEmpty();
        try (KeyUse use = KeyUse.of(cooper, "session")) {
            assertThat(use.put(bucket, "reports/a")).isEqualTo(200);
            assertThat(use.get(bucket, "reports/a")).isEqualTo(200);
            assertThat(use.list(bucket, "reports/")).isEqualTo(200);
            assertThat(use.put(bucket, "inbox/a")).isEqualTo(200);
            assertThat(use.get(bucket, "inbox/a")).isEqualTo(403);
            assertThat(use.list(bucket, "")).isEqualTo(403);
            assertThat(use.put(bucket, "drafts/a")).isEqualTo(403);
            assertThat(use.put(other, "reports/a")).isEqualTo(403);
            assertThat(use.deleteBucket(other)).isEqualTo(403);
        }
    }

    @Test
    void aSessionOfAnotherBucketIsRefusedInThisOne() {
        String bucket = bucket(rgw, "admin");
        String other = bucket(rgw, "beside");
        apply("admin", rgw, "assumeRole", "{bucketRef: {name: %s}, access: Admin}".formatted(bucket), "");

        try (KeyUse use = KeyUse.of(cooper, "admin")) {
            assertThat(use.put(bucket, "a")).isEqualTo(200);
            assertThat(use.list(other, "")).isEqualTo(403);
            assertThat(use.deleteBucket(bucket)).isEqualTo(403);
        }
    }

    @Test
    void otherRightsNeedAnotherSession() {
        String bucket = bucket(rgw, "rights");
        String rights = "{bucketRef: {name: %s}, access: %s}";
        String first = KeyUse.keyId(apply("rights", rgw, "assumeRole", rights.formatted(bucket, "Read"), ""));
        try (KeyUse use = KeyUse.of(cooper, "rights")) {
            assertThat(use.put(bucket, "a")).isEqualTo(403);
        }

        AccessKey changed = apply("rights", rgw, "assumeRole", rights.formatted(bucket, "Write"), "");
        assertThat(KeyUse.keyId(changed)).isNotEqualTo(first);
        assertThat(changed.getStatus().rights()).containsExactly("Write " + bucket + "/*");
        try (KeyUse use = KeyUse.of(cooper, "rights")) {
            assertThat(use.put(bucket, "a")).isEqualTo(200);
            assertThat(use.get(bucket, "a")).isEqualTo(403);
        }
    }

    @Test
    void anotherRoleNeedsAnotherSession() {
        String bucket = bucket(rgw, "role");
        String rights = "{bucketRef: {name: %s}}".formatted(bucket);
        AccessKey key = apply("role", rgw, "assumeRole", rights, "");
        try (KeyUse use = KeyUse.of(cooper, "role")) {
            assertThat(use.put(bucket, "a")).isEqualTo(200);
        }

        String reader = SessionRole.arn(Stores.rgw(), cooper.namespace() + "-reader", "s3:Get*");
        AccessKey changed = apply("role", rgw, "assumeRole", rights, "roleARN: \"%s\"".formatted(reader));
        assertThat(KeyUse.keyId(changed)).isNotEqualTo(KeyUse.keyId(key));
        assertThat(changed.getStatus().roleARN()).isEqualTo(reader);
        try (KeyUse use = KeyUse.of(cooper, "role")) {
            assertThat(use.put(bucket, "b")).isEqualTo(403);
            assertThat(use.get(bucket, "a")).isEqualTo(200);
        }
    }

    @Test
    void sessionsAreRenewedAroundHalfTheirLife() {
        String bucket = bucket(moto, "renewed");
        String rights = "{bucketRef: {name: %s}}".formatted(bucket);
        AccessKey key = apply("renewed", moto, "assumeRole", rights, "roleARN: arn:aws:iam::123456789012:role/any");
        String first = KeyUse.keyId(key);

        cooper.advance(Duration.ofMinutes(40));
        cooper.checkNow(AccessKey.class, "renewed");
        AccessKey renewed = cooper.await(
                AccessKey.class, "renewed", k -> !first.equals(k.getStatus().keyID()));
        assertThat(renewed.getStatus().previousKeyID()).isNull();
        assertThat(KeyUse.entries(cooper, "renewed")).containsEntry("AWS_ACCESS_KEY_ID", KeyUse.keyId(renewed));
    }

    /** moto takes any token; what asks the API server for one is real. */
    @Test
    void aServiceAccountsTokenOpensASession() {
        String bucket = bucket(moto, "web");
        long before = tokens();
        AccessKey key = apply(
                "web",
                moto,
                "stsWebIdentity",
                "{bucketRef: {name: %s}}".formatted(bucket),
                "roleARN: arn:aws:iam::123456789012:role/any\ndurationSeconds: 900");

        assertThat(tokens()).isGreaterThan(before);
        assertThat(Objects.requireNonNull(key.getStatus().expiresAt())).isNotEmpty();
        try (KeyUse use = KeyUse.of(cooper, "web")) {
            assertThat(use.put(bucket, "a")).isEqualTo(200);
        }
    }

    private long tokens() {
        return cooper.audit().requestsInOperatorNamespace().stream()
                .filter(request -> request.startsWith("create serviceaccounts/token "))
                .count();
    }

    @Test
    void aSessionWithoutARoleSaysWhereToNameOne() {
        String bucket = bucket(moto, "roleless");
        cooper.accessKey("roleless", """
                storeRef: {name: %s}
                source: assumeRole
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: roleless}
                """.formatted(moto, bucket));
        AccessKey refused = cooper.awaitReason(AccessKey.class, "roleless", "InvalidSpec");
        assertThat(Readiness.message(refused)).contains("spec.roleARN", "spec.sts.roleARN");
    }

    @Test
    void aSourceThatTheGatewayLacksNamesTheOthers() {
        String bucket = bucket(rgw, "lacking");
        AccessKey created = cooper.accessKey("lacking", """
                storeRef: {name: %s}
                source: iamUser
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: lacking}
                """.formatted(rgw, bucket));
        AccessKey refused = cooper.awaitReason(AccessKey.class, "lacking", "UnsupportedByStore");
        assertThat(Readiness.message(refused)).contains("spec.source", "assumeRole");

        cooper.delete(created); // there is nothing to revoke
    }
}
