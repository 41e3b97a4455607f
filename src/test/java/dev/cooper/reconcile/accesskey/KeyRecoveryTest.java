package dev.cooper.reconcile.accesskey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.AccessKey;
import dev.cooper.api.AccessKeyStatus;
import dev.cooper.api.ApiGroup;
import dev.cooper.api.Bucket;
import dev.cooper.api.ObjectStore;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.simulator.Ec2Key;
import dev.cooper.simulator.FaultRule;
import dev.cooper.simulator.KakaoCloudSimulator;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the store lets Cooper choose a key's id, nothing that happens on the way leaves a key behind. */
@SuppressWarnings("NullAway.Init") // set by start()
class KeyRecoveryTest {
    private OperatorHarness cooper;
    private String store;
    private String bucket;
    private List<String> before;

    @BeforeEach
    void start() {
        cooper = OperatorHarness.start(
                KakaoCloudSimulator.builder().credentialsApi(true).start());
        store = cooper.store() + "-ceph";
        connect(store);
        bucket = cooper.bucketName("recovery");
        cooper.bucket(bucket, "storeRef: {name: %s}".formatted(store));
        cooper.awaitReason(Bucket.class, bucket, "Ready");
        before = keysAtKeystone();
    }

    @AfterEach
    void stop() {
        cooper.close();
    }

    private void connect(String name) {
        cooper.apply(
                cooper.storeYaml(name, "")
                        .replace("provider: kakaocloud", "provider: ceph-rgw\n  region: kr-central-2")
                        .replace("default: true", "default: false")
                        .replace("secretRef:", "exchange: EC2\n      secretRef:"),
                ObjectStore.class);
    }

    private AccessKey apply() {
        return apply("key");
    }

    private AccessKey apply(String name) {
        return cooper.accessKey(name, """
                storeRef: {name: %s}
                source: keystoneEc2
                allowBroad: true
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: %s}
                """.formatted(store, bucket, name));
    }

    /** Its key is issued, and signs no request yet. */
    private AccessKey applyWithoutProof() {
        cooper.cloud()
                .addFault(FaultRule.status(403, "AccessDenied")
                        .on("GetBucketLocation")
                        .inBucket(bucket));
        apply();
        return cooper.awaitReason(AccessKey.class, "key", "KeyNotAccepted");
    }

    private Resource<AccessKey> named(String name) {
        return cooper.admin()
                .resources(AccessKey.class)
                .inNamespace(cooper.namespace())
                .withName(name);
    }

    private void loseStatus(String name) {
        named(name).subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\": null}");
    }

    private List<String> keysAtKeystone() {
        return cooper.cloud().ec2Keys().stream().map(Ec2Key::access).toList();
    }

    private void assertOneKey() {
        String id = Objects.requireNonNull(cooper.awaitReason(AccessKey.class, "key", "Ready")
                .statusOrEmpty()
                .keyID());
        assertThat(keysAtKeystone()).hasSize(before.size() + 1).contains(id);
    }

    @Test
    void aKeyWhoseAnswerWasLostIsFoundAgain() {
        cooper.cloud()
                .addFault(FaultRule.resetAfter().on("KeystoneCreateCredential").times(1));
        apply();

        assertOneKey();
    }

    @Test
    void aStoresOwnKeyWhoseAnswerWasLostIsFoundAgain() {
        cooper.cloud()
                .addFault(FaultRule.resetAfter().on("KeystoneCreateCredential").times(1));
        connect(cooper.store() + "-other");
        cooper.awaitReason(ObjectStore.class, cooper.store() + "-other", "Ready");

        assertThat(keysAtKeystone()).hasSize(before.size() + 1);
    }

    @Test
    void aKeyThatNoSecretHeldWhenTheOperatorDiedIsFoundAgain() {
        String issued =
                Objects.requireNonNull(applyWithoutProof().statusOrEmpty().intentID());
        assertThat(keysAtKeystone()).contains(issued);
        cooper.stopOperator();

        cooper.cloud().clearFaults();
        cooper.startOperator();
        assertOneKey();
        assertThat(Objects.requireNonNull(cooper.get(AccessKey.class, "key"))
                        .statusOrEmpty()
                        .keyID())
                .isEqualTo(issued);
    }

    @Test
    void aKeyOnItsWayIsRevokedWithItsResource() {
        AccessKey resource = applyWithoutProof();
        cooper.stopOperator();

        cooper.startOperator();
        cooper.delete(resource);
        assertThat(keysAtKeystone()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void theFirstKeyIsFoundAgainByAnAccessKeyWhoseStatusWasLost() {
        apply();
        assertOneKey();
        cooper.stopOperator();
        loseStatus("key");

        cooper.startOperator();
        assertOneKey();
    }

    /** As kubectl get and apply make one. */
    @Test
    void anAccessKeyThatWasCopiedFromAnotherGetsAKeyOfItsOwn() {
        apply();
        AccessKey original = cooper.awaitReason(AccessKey.class, "key", "Ready");
        cooper.stopOperator();
        AccessKey copy = apply("copy");
        cooper.admin().resource(copy).edit(each -> {
            each.getMetadata().setAnnotations(original.getMetadata().getAnnotations());
            return each;
        });

        cooper.startOperator();
        String own = Objects.requireNonNull(cooper.awaitReason(AccessKey.class, "copy", "Ready")
                .statusOrEmpty()
                .keyID());
        String others = Objects.requireNonNull(original.statusOrEmpty().keyID());
        assertThat(keysAtKeystone()).hasSize(before.size() + 2).contains(own, others);
        cooper.delete(copy);
        assertThat(keysAtKeystone()).hasSize(before.size() + 1).contains(others);
    }

    /** A user takes away what announces the first key, by a manifest that another AccessKey was copied from, or by a replacement. */
    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void aFirstKeyOnItsWayIsRevokedWithItsResourceThoughItsAnnouncementIsGone(boolean finalizerToo, boolean restarts) {
        AccessKey resource = applyWithoutProof();
        cooper.stopOperator();
        loseStatus("key");
        named("key").edit(each -> {
            each.getMetadata().setAnnotations(Map.of());
            if (finalizerToo) {
                each.getMetadata().setFinalizers(List.of());
            }
            return each;
        });

        cooper.startOperator();
        if (finalizerToo || restarts) {
            cooper.awaitReason(AccessKey.class, "key", "KeyNotAccepted");
        }
        if (restarts) {
            cooper.stopOperator();
            cooper.startOperator();
        }
        cooper.delete(resource);
        assertThat(keysAtKeystone()).containsExactlyInAnyOrderElementsOf(before);
    }

    /** Another source could not revoke it. */
    @Test
    void aKeyIsNotReplacedByOneOfAnotherSourceWhenItsStoreLosesItsOwn() {
        cooper.accessKey("key", """
                storeRef: {name: %s}
                allowBroad: true
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: key}
                """.formatted(store, bucket));
        assertOneKey();
        String id = Objects.requireNonNull(cooper.get(AccessKey.class, "key"))
                .statusOrEmpty()
                .keyID();
        Ec2Key signIn = cooper.cloud().ec2Keys().stream()
                .filter(key -> key.access().equals(before.getFirst()))
                .findFirst()
                .orElseThrow();
        cooper.operatorSecret(
                store, Map.of("AWS_ACCESS_KEY_ID", signIn.access(), "AWS_SECRET_ACCESS_KEY", signIn.secret()));

        cooper.apply("""
                apiVersion: storage.cooper.dev/v1alpha1
                kind: ObjectStore
                metadata: {name: %1$s}
                spec:
                  provider: ceph-rgw
                  region: kr-central-2
                  endpoint: %2$s
                  credentials: {secretRef: {name: %1$s}}
                  allowedNamespaces: {names: [%3$s]}
                """.formatted(store, cooper.cloud().endpoint(), cooper.namespace()), ObjectStore.class);
        cooper.awaitReason(AccessKey.class, "key", "UnsupportedByStore");
        connect(store);

        assertOneKey();
        assertThat(Objects.requireNonNull(cooper.get(AccessKey.class, "key"))
                        .statusOrEmpty()
                        .keyID())
                .isEqualTo(id);
    }

    /** A manifest that was copied may bring the finalizer along. */
    @Test
    void anAccessKeyThatNothingWasIssuedForGoesWithoutItsStore() {
        cooper.stopOperator();
        AccessKey resource = cooper.accessKey("copy", """
                storeRef: {name: nowhere}
                source: keystoneEc2
                allowBroad: true
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: copy}
                """.formatted(bucket));
        cooper.admin().resource(resource).edit(each -> {
            each.getMetadata().setFinalizers(List.of(ApiGroup.FINALIZER));
            return each;
        });
        cooper.startOperator();
        cooper.awaitReason(AccessKey.class, "copy", "StoreNotFound");
        cooper.delete(resource);

        assertThat(cooper.get(AccessKey.class, "copy")).isNull();
    }

    /** Sessions are not recorded before they are asked for: the Secret tells that one has arrived, and when it ends. */
    @Test
    void aSessionThatReachedTheSecretBeforeItsStatusIsKept() {
        cooper.bucket(cooper.bucketName("session"), "");
        cooper.accessKey("session", """
                source: stsWebIdentity
                allowBroad: true
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: session}
                """.formatted(cooper.bucketName("session")));
        AccessKeyStatus issued =
                cooper.awaitReason(AccessKey.class, "session", "Ready").statusOrEmpty();
        cooper.stopOperator();
        loseStatus("session");

        cooper.startOperator();
        AccessKeyStatus found =
                cooper.awaitReason(AccessKey.class, "session", "Ready").statusOrEmpty();
        assertThat(found.keyID()).isNotNull().isEqualTo(issued.keyID());
        assertThat(found.expiresAt()).isNotNull().isEqualTo(issued.expiresAt());
        assertThat(found.nextRotation()).isNotNull();
    }
}
