package dev.cooper.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.api.ObjectStore;
import dev.cooper.harness.OperatorHarness;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/** Source iamUser on moto: a user for each AccessKey, narrowed to its buckets, of whom nothing is left over. */
@Tag("stores")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set by start()
class IamUserTest {
    private static final String WIDE = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}""";

    private OperatorHarness cooper;
    private IamClient iam;
    private String store;
    private String bucket;
    private String other;

    @BeforeAll
    void start() {
        cooper = OperatorHarness.withoutOperator();
        cooper.startOperator();
        iam = Moto.iam();
        store = Stores.connect(cooper, "generic", Stores.moto(), "");
        bucket = bucket("iam");
        other = bucket("other");
    }

    @AfterAll
    void stop() {
        iam.close();
        cooper.close();
        cooper.admin().resources(ObjectStore.class).withName(store).delete();
    }

    private String bucket(String stem) {
        String name = cooper.bucketName(stem);
        cooper.bucket(name, "storeRef: {name: %s}".formatted(store));
        cooper.awaitReason(Bucket.class, name, "Ready");
        return name;
    }

    private AccessKey apply(String name, String rights, String more) {
        cooper.accessKey(name, """
                storeRef: {name: %s}
                source: iamUser
                buckets: [{bucketRef: {name: %s}, %s}]
                secret: {name: %s}
                %s""".formatted(store, bucket, rights, name, more));
        return cooper.awaitReason(AccessKey.class, name, "Ready");
    }

    private static String user(AccessKey key) {
        return "cooper-" + key.getMetadata().getUid();
    }

    private List<String> keys(AccessKey key) {
        return iam.listAccessKeys(r -> r.userName(user(key))).accessKeyMetadata().stream()
                .map(AccessKeyMetadata::accessKeyId)
                .toList();
    }

    private boolean exists(AccessKey key) {
        try {
            iam.getUser(r -> r.userName(user(key)));
            return true;
        } catch (NoSuchEntityException e) {
            return false;
        }
    }

    @Test
    void aKeyMayDoWhatItsRightsSayAndFollowsThem() {
        AccessKey key = apply("narrow", "access: Read, prefix: reports/", "");
        assertThat(key.getStatus().rights()).containsExactly("Read " + bucket + "/reports/*");
        assertThat(key.getStatus().principal())
                .isEqualTo(iam.getUser(r -> r.userName(user(key))).user().arn());
        try (KeyUse use = KeyUse.of(cooper, "narrow")) {
            use.put(bucket, "reports/a"); // moto allows everything yet
            use.put(bucket, "drafts/a");
            use.put(other, "reports/a");
            Moto.judging(() -> {
                assertThat(use.get(bucket, "reports/a")).isEqualTo(200);
                assertThat(use.get(bucket, "drafts/a")).isEqualTo(403);
                assertThat(use.put(bucket, "reports/b")).isEqualTo(403);
                assertThat(use.get(other, "reports/a")).isEqualTo(403);
            });

            AccessKey changed = apply("narrow", "access: ReadWrite", "");
            assertThat(KeyUse.keyId(changed)).isEqualTo(KeyUse.keyId(key));
            assertThat(changed.getStatus().rights()).containsExactly("ReadWrite " + bucket + "/*");
            Moto.judging(() -> {
                assertThat(use.put(bucket, "drafts/b")).isEqualTo(200);
                assertThat(use.list(bucket, "")).isEqualTo(200);
                assertThat(use.get(other, "reports/a")).isEqualTo(403);
                assertThat(use.deleteBucket(bucket)).isEqualTo(403);
            });
        }
    }

    @Test
    void rightsThatSomebodyWidenedAreNarrowedAgain() {
        AccessKey key = apply("widened", "access: Read", "");
        String policy = policy(key);
        iam.putUserPolicy(r -> r.userName(user(key)).policyName("cooper").policyDocument(WIDE));

        cooper.checkNow(AccessKey.class, "widened");
        cooper.await(AccessKey.class, "widened", _ -> policy(key).equals(policy));
    }

    private String policy(AccessKey key) {
        return iam.getUserPolicy(r -> r.userName(user(key)).policyName("cooper"))
                .policyDocument();
    }

    @Test
    void aRotationOverlapsAndAKeyThatNobodyRecordedIsRemoved() {
        AccessKey key = apply("rotated", "access: Read", "rotation: {overlap: 30m, trigger: a}");
        String first = KeyUse.keyId(key);
        String lost = iam.createAccessKey(r -> r.userName(user(key)))
                .accessKey()
                .accessKeyId(); // as if Cooper had died before the answer

        apply("rotated", "access: Read", "rotation: {overlap: 30m, trigger: b}");
        AccessKey rotated = cooper.await(
                AccessKey.class, "rotated", k -> first.equals(k.getStatus().previousKeyID()));
        assertThat(keys(key))
                .containsExactlyInAnyOrder(first, KeyUse.keyId(rotated))
                .doesNotContain(lost);

        cooper.advance(Duration.ofMinutes(31));
        cooper.checkNow(AccessKey.class, "rotated");
        cooper.await(AccessKey.class, "rotated", k -> k.getStatus().previousKeyID() == null);
        assertThat(keys(key)).containsExactly(KeyUse.keyId(rotated));
    }

    @Test
    void aUserWhoWasDeletedIsMadeAgain() {
        AccessKey key = apply("again", "access: Read", "");
        String first = KeyUse.keyId(key);
        iam.deleteAccessKey(r -> r.userName(user(key)).accessKeyId(first));
        iam.deleteUserPolicy(r -> r.userName(user(key)).policyName("cooper"));
        iam.deleteUser(r -> r.userName(user(key)));

        cooper.admin()
                .secrets()
                .inNamespace(cooper.namespace())
                .withName("again")
                .delete();
        cooper.checkNow(AccessKey.class, "again");
        AccessKey healed = cooper.await(
                AccessKey.class,
                "again",
                k -> !first.equals(k.getStatus().keyID()) && k.getStatus().previousKeyID() == null);
        assertThat(keys(key)).containsExactly(KeyUse.keyId(healed));
    }

    @Test
    void withItsResourceGoEveryKeyThePolicyAndTheUser() {
        AccessKey key = apply("gone", "access: Write", "");
        iam.createAccessKey(r -> r.userName(user(key)));

        cooper.delete(key);
        assertThat(exists(key)).isFalse();
    }
}
