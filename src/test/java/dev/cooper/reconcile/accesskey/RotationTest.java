package dev.cooper.reconcile.accesskey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.api.ObjectStore;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.Readiness;
import dev.cooper.simulator.Ec2Key;
import dev.cooper.simulator.FaultRule;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A key is replaced without a moment in which its Secret holds none that works. */
@SuppressWarnings("NullAway.Init") // set by start()
class RotationTest {
    private OperatorHarness cooper;
    private String bucket;

    @BeforeEach
    void start() {
        cooper = OperatorHarness.start();
        bucket = cooper.bucketName("rotation");
        cooper.bucket(bucket, "");
        cooper.awaitReason(Bucket.class, bucket, "Ready");
    }

    @AfterEach
    void stop() {
        cooper.close();
    }

    private String issue(String source, String rotation) {
        apply(source, rotation);
        return keyId(cooper.awaitReason(AccessKey.class, "key", "Ready"));
    }

    private void apply(String source, String rotation) {
        cooper.accessKey("key", """
                source: %s
                allowBroad: true
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: key}
                rotation: %s
                """.formatted(source, bucket, rotation));
    }

    private static String keyId(AccessKey key) {
        return Objects.requireNonNull(key.statusOrEmpty().keyID());
    }

    private AccessKey awaitOther(String id) {
        return cooper.await(
                AccessKey.class, "key", key -> !id.equals(key.statusOrEmpty().keyID()) && Readiness.isReady(key));
    }

    private List<String> keysAtKeystone() {
        return cooper.cloud().ec2Keys().stream().map(Ec2Key::access).toList();
    }

    private String idInSecret() {
        Secret secret = Objects.requireNonNull(cooper.admin()
                .secrets()
                .inNamespace(cooper.namespace())
                .withName("key")
                .get());
        return new String(
                Base64.getDecoder().decode(secret.getData().get("AWS_ACCESS_KEY_ID")), StandardCharsets.UTF_8);
    }

    @Test
    void aTriggerReplacesTheKeyAndTheOldOneLivesUntilItsOverlapHasPassed() {
        String first = issue("keystoneEc2", "{overlap: 30m}");
        apply("keystoneEc2", "{overlap: 30m, trigger: leaked}");
        AccessKey rotated = awaitOther(first);

        assertThat(rotated.statusOrEmpty().previousKeyID()).isEqualTo(first);
        assertThat(rotated.statusOrEmpty().previousKeyRetiresAt()).isNotNull();
        assertThat(idInSecret()).isEqualTo(keyId(rotated));
        assertThat(keysAtKeystone()).contains(first, keyId(rotated));

        cooper.advance(Duration.ofMinutes(31));
        cooper.checkNow(AccessKey.class, "key");
        AccessKey after =
                cooper.await(AccessKey.class, "key", key -> key.statusOrEmpty().previousKeyID() == null);
        assertThat(keyId(after)).isEqualTo(keyId(rotated));
        assertThat(keysAtKeystone()).contains(keyId(rotated)).doesNotContain(first);
    }

    @Test
    void anotherTriggerWithinTheOverlapLeavesTwoKeys() {
        String first = issue("keystoneEc2", "{trigger: a}");
        apply("keystoneEc2", "{trigger: b}");
        String second = keyId(awaitOther(first));
        apply("keystoneEc2", "{trigger: c}");
        AccessKey third = awaitOther(second);

        assertThat(third.statusOrEmpty().previousKeyID()).isEqualTo(second);
        assertThat(keysAtKeystone()).contains(second, keyId(third)).doesNotContain(first);
    }

    @Test
    void aTriggerThatChangedWhileNoOperatorRanReplacesTheKeyOnce() {
        String first = issue("keystoneEc2", "{overlap: 30m, trigger: a}");
        cooper.stopOperator();
        apply("keystoneEc2", "{overlap: 30m, trigger: b}");
        apply("keystoneEc2", "{overlap: 30m, trigger: c}");
        List<String> before = keysAtKeystone();

        cooper.startOperator();
        String second = keyId(awaitOther(first));
        cooper.stopOperator();
        long looks = count("get secrets");
        cooper.startOperator();
        Awaitility.await().until(() -> count("get secrets") > looks);
        cooper.checkNow(AccessKey.class, "key");
        Awaitility.await().until(() -> count("get secrets") > looks + 1); // so the first look has ended

        AccessKey after = Objects.requireNonNull(cooper.get(AccessKey.class, "key"));
        assertThat(after.statusOrEmpty().rotationTrigger()).isEqualTo("c");
        assertThat(after.statusOrEmpty().previousKeyID()).isEqualTo(first);
        assertThat(keyId(after)).isEqualTo(second).isEqualTo(idInSecret());
        assertThat(keysAtKeystone())
                .containsAll(before)
                .hasSize(before.size() + 1)
                .contains(second);
    }

    @Test
    void aKeyIsReplacedAtItsAge() {
        String first = issue("keystoneEc2", "{every: 24h}");
        assertThat(Objects.requireNonNull(cooper.get(AccessKey.class, "key"))
                        .statusOrEmpty()
                        .nextRotation())
                .isNotNull();

        cooper.advance(Duration.ofHours(25));
        cooper.checkNow(AccessKey.class, "key");
        assertThat(awaitOther(first).statusOrEmpty().previousKeyID()).isEqualTo(first);
    }

    @Test
    void aProviderThatFailsCostsNeitherTheKeyNorReady() {
        String first = issue("keystoneEc2", "{every: 24h, overlap: 0s}");
        FaultRule down = FaultRule.status(500, "").on("KeystoneCreateEc2Credential");
        cooper.cloud().addFault(down);

        cooper.advance(Duration.ofHours(25));
        cooper.checkNow(AccessKey.class, "key");
        AccessKey waiting = cooper.await(
                AccessKey.class, "key", key -> condition(key, "Reconciling").contains("StoreUnavailable"));
        assertThat(Readiness.isReady(waiting)).isTrue();
        assertThat(idInSecret()).isEqualTo(first);
        assertThat(keysAtKeystone()).contains(first);

        cooper.cloud().clearFaults();
        AccessKey rotated = awaitOther(first);
        cooper.await(
                AccessKey.class, "key", key -> condition(key, "Reconciling").isEmpty());
        assertThat(idInSecret()).isEqualTo(keyId(rotated));
        assertThat(keysAtKeystone()).contains(keyId(rotated)).doesNotContain(first);
    }

    @Test
    void aRevocationIsTriedUntilTheKeyIsGone() {
        String first = issue("keystoneEc2", "{overlap: 0s}");
        cooper.cloud()
                .addFault(FaultRule.status(500, "")
                        .on("KeystoneDeleteEc2Credential")
                        .times(2));
        apply("keystoneEc2", "{overlap: 0s, trigger: now}");

        AccessKey rotated = cooper.await(
                AccessKey.class,
                "key",
                key -> !first.equals(key.statusOrEmpty().keyID())
                        && key.statusOrEmpty().previousKeyID() == null
                        && Readiness.isReady(key));
        assertThat(keysAtKeystone()).contains(keyId(rotated)).doesNotContain(first);
    }

    @Test
    void temporaryCredentialsServeOnUntilTheyEndWhileTheirStoreIsNotReady() {
        String first = issue("stsWebIdentity", "{}");
        Secret signIn = cooper.admin()
                .secrets()
                .inNamespace(OperatorHarness.OPERATOR_NAMESPACE)
                .withName(cooper.store())
                .get();
        cooper.admin().resource(signIn).delete();
        cooper.awaitReason(ObjectStore.class, cooper.store(), "CredentialsMissing");

        cooper.advance(Duration.ofMinutes(40));
        cooper.checkNow(AccessKey.class, "key");
        AccessKey serving = cooper.await(
                AccessKey.class, "key", key -> condition(key, "Reconciling").contains("StoreNotReady"));
        assertThat(Readiness.isReady(serving)).isTrue();
        assertThat(idInSecret()).isEqualTo(first);

        cooper.advance(Duration.ofMinutes(30));
        cooper.checkNow(AccessKey.class, "key");
        cooper.awaitReason(AccessKey.class, "key", "StoreNotReady");

        cooper.admin()
                .resource(new SecretBuilder(signIn)
                        .editMetadata()
                        .withResourceVersion(null)
                        .withUid(null)
                        .endMetadata()
                        .build())
                .create();
        awaitOther(first);
    }

    private static String condition(AccessKey key, String type) {
        return Readiness.conditions(key).stream()
                .filter(condition -> condition.getType().equals(type))
                .map(Condition::getReason)
                .findFirst()
                .orElse("");
    }

    @Test
    void aCheckOfAKeyThatWorksWritesNothing() {
        issue("keystoneEc2", "{overlap: 30m}");
        Awaitility.await().until(() -> count("create events") == 2);
        long looks = count("get secrets");
        long writes = cooper.audit().writes().size();

        cooper.checkNow(AccessKey.class, "key");
        Awaitility.await().until(() -> count("get secrets") > looks);
        cooper.checkNow(AccessKey.class, "key");
        Awaitility.await().until(() -> count("get secrets") > looks + 1);

        assertThat(cooper.audit().writes()).hasSize((int) writes);
    }

    /** Requests of this kind so far. */
    private long count(String kind) {
        return cooper.audit().requests().stream()
                .filter(request -> request.startsWith(kind))
                .count();
    }
}
