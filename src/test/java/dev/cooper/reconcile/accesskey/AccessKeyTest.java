package dev.cooper.reconcile.accesskey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.AccessKey;
import dev.cooper.api.AccessKeyStatus;
import dev.cooper.api.Bucket;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.Readiness;
import dev.cooper.simulator.Ec2Key;
import dev.cooper.simulator.FaultRule;
import dev.cooper.simulator.RecordedRequest;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Keys are issued once, proved, kept in their Secret, healed, renewed and revoked. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set by start()
class AccessKeyTest {
    private OperatorHarness cooper;
    private String bucket;

    @BeforeAll
    void start() {
        cooper = OperatorHarness.start();
        bucket = cooper.bucketName("keys");
        cooper.bucket(bucket, "");
        cooper.awaitReason(Bucket.class, bucket, "Ready");
    }

    @AfterAll
    void stop() {
        cooper.close();
    }

    private String spec(String source, String secret, String more) {
        return """
                source: %s
                allowBroad: true
                buckets:
                  - bucketRef: {name: %s}
                secret: {name: %s}
                %s""".formatted(source, bucket, secret, more);
    }

    private Optional<Secret> secret(String name) {
        return Optional.ofNullable(cooper.admin()
                .secrets()
                .inNamespace(cooper.namespace())
                .withName(name)
                .get());
    }

    private String entry(String secret, String key) {
        String encoded =
                secret(secret).map(Secret::getData).map(data -> data.get(key)).orElse("");
        return new String(Base64.getDecoder().decode(Objects.requireNonNullElse(encoded, "")), StandardCharsets.UTF_8);
    }

    private List<String> keysAtKeystone() {
        return cooper.cloud().ec2Keys().stream().map(Ec2Key::access).toList();
    }

    @Test
    void aKeystoneKeyIsIssuedProvedAndRevokedWithItsResource() {
        AccessKey created = cooper.accessKey("ec2", spec("keystoneEc2", "ec2", ""));
        AccessKey key = cooper.awaitReason(AccessKey.class, "ec2", "Ready");

        String id = Objects.requireNonNull(key.getStatus().keyID());
        assertThat(entry("ec2", "AWS_ACCESS_KEY_ID")).isEqualTo(id);
        assertThat(entry("ec2", "BUCKET_NAME")).isEqualTo(bucket);
        assertThat(entry("ec2", "AWS_ENDPOINT_URL_S3"))
                .isEqualTo(cooper.cloud().endpoint().toString());
        assertThat(keysAtKeystone()).contains(id);
        assertThat(cooper.cloud().requests())
                .as("a request that the new key signed")
                .anySatisfy(request -> {
                    assertThat(request.accessKeyId()).isEqualTo(id);
                    assertThat(request.status()).isEqualTo(200);
                });

        cooper.delete(created);
        assertThat(keysAtKeystone()).doesNotContain(id);
        Awaitility.await("the garbage collector, which learns of new CRDs every half minute, takes the Secret")
                .atMost(Duration.ofSeconds(90))
                .until(() -> secret("ec2").isEmpty());
    }

    @Test
    void temporaryCredentialsCarryATokenAndAreRenewedAtHalfTheirLife() {
        cooper.accessKey("sts", spec("stsWebIdentity", "sts", "durationSeconds: 900"));
        AccessKey key = cooper.awaitReason(AccessKey.class, "sts", "Ready");

        assertThat(entry("sts", "AWS_SESSION_TOKEN")).isNotEmpty();
        assertThat(key.getMetadata().getFinalizers()).isEmpty();
        assertThat(key.getStatus().nextRotation()).isNotNull();
        assertThat(key.getStatus().expiresAt()).isGreaterThan(key.getStatus().nextRotation());
    }

    @Test
    void aKeyThatPodsAreToFetchIsRefusedBeforeItIsIssuedWhileTheEndpointIsOff() {
        List<String> before = keysAtKeystone();
        cooper.accessKey(
                "fetched",
                spec("keystoneEc2", "fetched", "credentialsEndpoint: {serviceAccounts: [app]}")
                        .replace("{name: fetched}", "{name: fetched, formats: [containerCredentials]}"));

        AccessKey refused = cooper.awaitReason(AccessKey.class, "fetched", "InvalidSpec");
        assertThat(Readiness.message(refused)).contains("spec.credentialsEndpoint", "credentialsEndpoint.enabled");
        assertThat(keysAtKeystone()).isEqualTo(before);
        assertThat(cooper.audit().writes()).noneMatch(write -> write.contains("/fetched 201"));
    }

    /** Names may have 253 characters, values of labels 63. */
    @Test
    void aLongNameStandsInNoLabel() {
        String name = "long-" + "x".repeat(100);
        AccessKey created = cooper.accessKey(name, spec("keystoneEc2", "long", ""));

        cooper.awaitReason(AccessKey.class, name, "Ready");
        assertThat(secret("long").orElseThrow().getMetadata().getLabels())
                .containsEntry(
                        "storage.cooper.dev/access-key", created.getMetadata().getUid());
    }

    @Test
    void aDeletionThatTheProviderBlocksTellsTheWayOutAndGoesOnByItself() {
        AccessKey created = cooper.accessKey("blocked", spec("keystoneEc2", "blocked", ""));
        String id = Objects.requireNonNull(cooper.awaitReason(AccessKey.class, "blocked", "Ready")
                .getStatus()
                .keyID());
        FaultRule down = FaultRule.status(500, "").on("KeystoneDeleteEc2Credential");
        cooper.cloud().addFault(down);
        cooper.admin().resource(created).delete();

        AccessKey blocked = cooper.await(
                AccessKey.class, "blocked", key -> Readiness.message(key).contains("remove its finalizer by hand"));
        assertThat(Readiness.isReady(blocked)).isFalse();
        assertThat(keysAtKeystone()).contains(id);

        cooper.cloud().clearFaults();
        Awaitility.await("it is tried again")
                .atMost(Duration.ofSeconds(60))
                .until(() -> cooper.get(AccessKey.class, "blocked") == null);
        assertThat(keysAtKeystone()).doesNotContain(id);
    }

    @Test
    void aDeletedSecretIsMadeAnewAndTheLostKeyRevoked() {
        cooper.accessKey("heal", spec("keystoneEc2", "heal", ""));
        String first = Objects.requireNonNull(
                cooper.awaitReason(AccessKey.class, "heal", "Ready").getStatus().keyID());
        cooper.admin()
                .secrets()
                .inNamespace(cooper.namespace())
                .withName("heal")
                .delete();

        cooper.checkNow(AccessKey.class, "heal");
        AccessKey healed = cooper.await(
                AccessKey.class,
                "heal",
                key -> !first.equals(key.getStatus().keyID())
                        && key.getStatus().previousKeyID() == null
                        && Readiness.isReady(key));

        assertThat(entry("heal", "AWS_ACCESS_KEY_ID"))
                .isEqualTo(healed.getStatus().keyID());
        assertThat(keysAtKeystone()).doesNotContain(first);
    }

    @Test
    void whatStandsAroundAKeyIsMendedWithoutAnotherKey() {
        String second = cooper.bucketName("second");
        cooper.bucket(second, "");
        cooper.awaitReason(Bucket.class, second, "Ready");
        cooper.accessKey("around", spec("keystoneEc2", "around", ""));
        String id = Objects.requireNonNull(cooper.awaitReason(AccessKey.class, "around", "Ready")
                .getStatus()
                .keyID());
        assertThat(entry("around", "BUCKET_NAME")).isEqualTo(bucket);

        cooper.accessKey(
                "around",
                spec("keystoneEc2", "around", "")
                        .replace("buckets:", "buckets:\n  - bucketRef: {name: " + second + "}"));
        AccessKey changed = cooper.awaitReason(AccessKey.class, "around", "Ready");

        assertThat(changed.getStatus().keyID()).isEqualTo(id);
        assertThat(entry("around", "BUCKET_NAME")).isEmpty();
        assertThat(entry("around", "AWS_ACCESS_KEY_ID")).isEqualTo(id);
        assertThat(keysAtKeystone()).contains(id);
    }

    @Test
    void aKeyThatWasTamperedWithIsReplaced() {
        cooper.accessKey("tampered", spec("keystoneEc2", "tampered", ""));
        String first = Objects.requireNonNull(cooper.awaitReason(AccessKey.class, "tampered", "Ready")
                .getStatus()
                .keyID());
        cooper.admin()
                .secrets()
                .inNamespace(cooper.namespace())
                .withName("tampered")
                .edit(secret -> new SecretBuilder(secret)
                        .addToData("AWS_SECRET_ACCESS_KEY", "d3Jvbmc=")
                        .build());

        cooper.checkNow(AccessKey.class, "tampered");
        cooper.await(
                AccessKey.class,
                "tampered",
                key -> !first.equals(key.getStatus().keyID())
                        && key.getStatus().previousKeyID() == null
                        && Readiness.isReady(key));
        assertThat(keysAtKeystone()).doesNotContain(first);
    }

    @Test
    void aSecretOfSomebodyElseIsNeverTouched() {
        foreign("theirs");
        int keys = keysAtKeystone().size();
        cooper.accessKey("theirs", spec("stsWebIdentity", "theirs", ""));
        AccessKey refused = cooper.awaitReason(AccessKey.class, "theirs", "SecretNotOurs");

        assertThat(Readiness.message(refused)).contains("spec.secret.name");
        assertThat(entry("theirs", "precious")).isEqualTo("value");
        assertThat(secret("theirs").orElseThrow().getData()).hasSize(1);
        assertThat(keysAtKeystone().size()).isLessThanOrEqualTo(keys + 1);
    }

    private void foreign(String name) {
        cooper.admin()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(cooper.namespace())
                        .endMetadata()
                        .addToStringData("precious", "value")
                        .build())
                .create();
    }

    @Test
    void aSecretThatBecameImmutableIsNotTouchedAndKeepsNoResourceFromGoing() {
        AccessKey created = cooper.accessKey("frozen", spec("keystoneEc2", "frozen", ""));
        String id = Objects.requireNonNull(cooper.awaitReason(AccessKey.class, "frozen", "Ready")
                .getStatus()
                .keyID());
        edit("frozen", secret -> new SecretBuilder(secret).withImmutable(true).build());
        cooper.checkNow(AccessKey.class, "frozen");
        AccessKey refused = cooper.awaitReason(AccessKey.class, "frozen", "SecretNotOurs");
        assertThat(Readiness.message(refused)).contains("is immutable");

        cooper.delete(created);
        assertThat(keysAtKeystone()).doesNotContain(id);
    }

    @Test
    void aSecretThatSomebodyPutInThePlaceOfOursIsNotTouchedAndKeepsNoResourceFromGoing() {
        AccessKey created = cooper.accessKey("swapped", spec("keystoneEc2", "swapped", ""));
        String id = Objects.requireNonNull(cooper.awaitReason(AccessKey.class, "swapped", "Ready")
                .getStatus()
                .keyID());
        cooper.admin()
                .secrets()
                .inNamespace(cooper.namespace())
                .withName("swapped")
                .delete();
        foreign("swapped");
        cooper.checkNow(AccessKey.class, "swapped");
        cooper.awaitReason(AccessKey.class, "swapped", "SecretNotOurs");

        cooper.delete(created);
        assertThat(keysAtKeystone()).doesNotContain(id);
        assertThat(entry("swapped", "precious")).isEqualTo("value");
    }

    @Test
    void theTokenOfAServiceAccountIsNeverTouchedAlsoWhereItNamesUsAsItsOwner() {
        cooper.admin()
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("robot")
                        .withNamespace(cooper.namespace())
                        .endMetadata()
                        .build())
                .create();
        AccessKey created = cooper.accessKey(
                "token", spec("stsWebIdentity", "token", "").replace(bucket, cooper.bucketName("not-yet")));
        Secret token = cooper.admin()
                .resource(new SecretBuilder()
                        .withMetadata(TargetSecret.ownedMetadata(created))
                        .withType("kubernetes.io/service-account-token")
                        .editMetadata()
                        .addToAnnotations("kubernetes.io/service-account.name", "robot")
                        .endMetadata()
                        .build())
                .create();
        cooper.accessKey("token", spec("stsWebIdentity", "token", ""));
        AccessKey refused = cooper.awaitReason(AccessKey.class, "token", "SecretNotOurs");

        assertThat(Readiness.message(refused)).contains("is the token of a service account");
        assertThat(secret("token").orElseThrow().getMetadata().getUid())
                .isEqualTo(token.getMetadata().getUid());
        assertThat(entry("token", "AWS_ACCESS_KEY_ID")).isEmpty();
    }

    @Test
    void anAccessKeyThatIsMadeAgainWaitsForTheSecretOfTheOneBeforeToGo() {
        AccessKey created = cooper.accessKey("again", spec("keystoneEc2", "again", ""));
        cooper.awaitReason(AccessKey.class, "again", "Ready");
        edit("again", secret -> new SecretBuilder(secret)
                .editMetadata()
                .addToFinalizers("example.com/keep")
                .endMetadata()
                .build());
        cooper.delete(created);

        cooper.accessKey("again", spec("keystoneEc2", "again", ""));
        cooper.awaitReason(AccessKey.class, "again", "SecretLeaving");
        edit("again", secret -> new SecretBuilder(secret)
                .editMetadata()
                .removeFromFinalizers("example.com/keep")
                .endMetadata()
                .build());
        cooper.admin()
                .secrets()
                .inNamespace(cooper.namespace())
                .withName("again")
                .delete();
        String id = Objects.requireNonNull(cooper.awaitReason(AccessKey.class, "again", "Ready")
                .getStatus()
                .keyID());
        assertThat(entry("again", "AWS_ACCESS_KEY_ID")).isEqualTo(id);
    }

    private void edit(String name, UnaryOperator<Secret> change) {
        cooper.admin().secrets().inNamespace(cooper.namespace()).withName(name).edit(change);
    }

    @Test
    void aBroadKeyNeedsTheUsersWord() {
        cooper.accessKey("broad", spec("keystoneEc2", "broad", "").replace("allowBroad: true", "allowBroad: false"));
        AccessKey refused = cooper.awaitReason(AccessKey.class, "broad", "TooBroad");

        assertThat(Readiness.message(refused)).contains("allowBroad: true");
        assertThat(secret("broad")).isEmpty();

        cooper.accessKey("broad", spec("keystoneEc2", "broad", ""));
        assertThat(Readiness.message(cooper.awaitReason(AccessKey.class, "broad", "Ready")))
                .contains("all rights of the user");
    }

    @Test
    void aKeyWaitsForItsBucketAndFollowsWhenThatIsReady() {
        String late = cooper.bucketName("late");
        cooper.accessKey("waits", spec("stsWebIdentity", "waits", "").replace(bucket, late));
        cooper.awaitReason(AccessKey.class, "waits", "BucketNotReady");

        cooper.bucket(late, "");
        cooper.awaitReason(AccessKey.class, "waits", "Ready");
        assertThat(entry("waits", "BUCKET_NAME")).isEqualTo(late);
    }

    @Test
    void aKeyThatTheStoreDoesNotTakeYetIsNotCalledReadyNorIssuedTwice() {
        String slow = cooper.bucketName("slow");
        cooper.bucket(slow, "");
        cooper.awaitReason(Bucket.class, slow, "Ready");
        cooper.cloud()
                .addFault(FaultRule.status(403, "InvalidAccessKeyId")
                        .on("GetBucketLocation")
                        .inBucket(slow)
                        .times(2));
        long issuedBefore = issued();
        cooper.accessKey("slow", spec("keystoneEc2", "slow", "").replace(bucket, slow));

        cooper.awaitReason(AccessKey.class, "slow", "KeyNotAccepted");
        cooper.awaitReason(AccessKey.class, "slow", "Ready");
        assertThat(issued() - issuedBefore).isEqualTo(1);
    }

    @Test
    void aSessionThatWaitsToBeTakenGivesWayToOneOfAChangedSpec() {
        String other = cooper.bucketName("impatient");
        cooper.bucket(other, "");
        cooper.awaitReason(Bucket.class, other, "Ready");
        cooper.cloud()
                .addFault(FaultRule.status(403, "AccessDenied")
                        .on("GetBucketLocation")
                        .inBucket(other));
        String spec = spec("stsWebIdentity", "impatient", "durationSeconds: ").replace(bucket, other);
        cooper.accessKey("impatient", spec + "900");
        cooper.awaitReason(AccessKey.class, "impatient", "KeyNotAccepted");

        cooper.accessKey("impatient", spec + "7200");
        cooper.awaitReason(AccessKey.class, "impatient", "KeyNotAccepted");
        cooper.cloud().clearFaults();
        AccessKeyStatus ready =
                cooper.awaitReason(AccessKey.class, "impatient", "Ready").getStatus();
        assertThat(Duration.between(
                        Instant.parse(Objects.requireNonNull(ready.issuedAt())),
                        Instant.parse(Objects.requireNonNull(ready.expiresAt()))))
                .isGreaterThan(Duration.ofMinutes(90));
    }

    @Test
    void aKeyWhoseSecretTheApiServerRefusesIsIssuedOnceAndRevokedWithItsResource() {
        List<String> before = keysAtKeystone();
        String refused = "two..dots"; // no name of a Secret
        AccessKey created = cooper.accessKey("refused", spec("keystoneEc2", refused, ""));

        AccessKey told = cooper.awaitReason(AccessKey.class, "refused", "SecretNotWritten");
        assertThat(Readiness.message(told)).contains(refused, "metadata.name");
        Awaitility.await("it is tried again").until(() -> refusals() > 1);
        assertThat(keysAtKeystone()).hasSize(before.size() + 1);
        cooper.delete(created);
        assertThat(keysAtKeystone()).containsExactlyInAnyOrderElementsOf(before);
    }

    private long refusals() {
        return cooper.audit().requests().stream()
                .filter(request ->
                        request.startsWith("create secrets " + cooper.namespace()) && request.endsWith(" 422"))
                .count();
    }

    private long issued() {
        return cooper.cloud().requests().stream()
                .map(RecordedRequest::operation)
                .filter("KeystoneCreateEc2Credential"::equals)
                .count();
    }

    @Test
    void anOperatorThatStartsAnewIssuesNothing() {
        cooper.accessKey("restart", spec("keystoneEc2", "restart", ""));
        cooper.awaitReason(AccessKey.class, "restart", "Ready");
        List<String> before = keysAtKeystone();
        cooper.stopOperator();
        int checks = secretReads("restart");

        cooper.startOperator();
        Awaitility.await("the key is looked at").until(() -> secretReads("restart") > checks);
        cooper.checkNow(AccessKey.class, "restart");
        Awaitility.await("and once more").until(() -> secretReads("restart") > checks + 1);

        assertThat(keysAtKeystone()).containsExactlyInAnyOrderElementsOf(before);
    }

    private int secretReads(String name) {
        return (int) cooper.audit().requests().stream()
                .filter(request -> request.equals("get secrets " + cooper.namespace() + "/" + name + " 200"))
                .count();
    }
}
