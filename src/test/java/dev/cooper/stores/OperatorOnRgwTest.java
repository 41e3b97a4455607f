package dev.cooper.stores;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cooper.api.ApiGroup;
import dev.cooper.api.Bucket;
import dev.cooper.api.BucketStatus.PlannedChange;
import dev.cooper.api.ObjectStore;
import dev.cooper.cluster.Testbed;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.OperatorProcess;
import dev.cooper.harness.Readiness;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The whole operator on the real API server and a real Ceph RGW: whose bucket is whose, and what becomes of it. */
@Tag("stores")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set by start()
class OperatorOnRgwTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    private OperatorHarness cooper;
    private S3Client account;
    private S3Client stranger;

    @BeforeAll
    void start() throws JsonProcessingException {
        cooper = OperatorHarness.withoutOperator();
        cooper.startOperator();
        account = client(Stores.rgw());
        stranger = client(new ObjectMapper().readTree(Testbed.run("rgw/user", Stores.rgwFolder(), "stranger")));
        Stores.connect(cooper, store("one"), "ceph-rgw", Stores.rgw(), "");
        Stores.connect(cooper, store("two"), "ceph-rgw", Stores.rgw(), "");
    }

    @AfterAll
    void stop() {
        account.close();
        stranger.close();
        cooper.close();
        cooper.admin().resources(ObjectStore.class).withName(store("one")).delete();
        cooper.admin().resources(ObjectStore.class).withName(store("two")).delete();
    }

    private static S3Client client(JsonNode keys) {
        return S3Client.builder()
                .endpointOverride(URI.create(Stores.rgw().path("endpoint").asText()))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        keys.path("accessKey").asText(), keys.path("secretKey").asText())))
                .build();
    }

    private String store(String name) {
        return "rgw-" + name + "-" + cooper.namespace();
    }

    private Bucket bucket(String resource, String bucket, String onStore, String more) {
        return cooper.bucket(
                resource, "storeRef: {name: %s}\nbucketName: %s\n%s".formatted(store(onStore), bucket, more));
    }

    /** All that the operator could change in a bucket. */
    private static String snapshot(S3Client owner, String bucket) {
        return owner.getBucketAcl(r -> r.bucket(bucket)).toString()
                + lifecycle(owner, bucket)
                + owner.getBucketVersioning(r -> r.bucket(bucket))
                + owner.listObjectVersions(r -> r.bucket(bucket)).versions();
    }

    private static String lifecycle(S3Client owner, String bucket) {
        try {
            return owner.getBucketLifecycleConfiguration(r -> r.bucket(bucket)).toString();
        } catch (S3Exception e) {
            return String.valueOf(e.awsErrorDetails().errorCode());
        }
    }

    /** Whose bucket it was first. */
    enum Holder {
        ANOTHER_RESOURCE,
        ANOTHER_RESOURCE_BY_ANOTHER_STORE,
        ANOTHER_USER,
        NOBODY
    }

    @ParameterizedTest
    @CsvSource({
        "ANOTHER_RESOURCE,                  Never,    ClaimedByAnother",
        "ANOTHER_RESOURCE,                  IfExists, ClaimedByAnother",
        "ANOTHER_RESOURCE_BY_ANOTHER_STORE, Never,    ClaimedByAnother",
        "ANOTHER_RESOURCE_BY_ANOTHER_STORE, IfExists, ClaimedByAnother",
        "ANOTHER_USER,                      Never,    AccessDenied",
        "ANOTHER_USER,                      IfExists, AccessDenied",
        "NOBODY,                            Never,    AlreadyExists",
    })
    void aBucketOfSomebodyElseIsLeftAsItIs(Holder holder, String adoptionPolicy, String reason) {
        String stem = (holder + "-" + adoptionPolicy).toLowerCase(Locale.ROOT).replace('_', '-');
        String name = ("b" + Integer.toHexString(stem.hashCode()) + "-" + cooper.namespace());
        S3Client owner = holder == Holder.ANOTHER_USER ? stranger : account;
        switch (holder) {
            case ANOTHER_RESOURCE, ANOTHER_RESOURCE_BY_ANOTHER_STORE -> {
                bucket(stem + "-holder", name, "one", "");
                cooper.awaitReason(Bucket.class, stem + "-holder", "Ready");
            }
            case ANOTHER_USER, NOBODY -> owner.createBucket(r -> r.bucket(name));
        }
        owner.putObject(r -> r.bucket(name).key("precious"), RequestBody.fromString("bytes"));
        String before = snapshot(owner, name);

        Bucket intruder =
                bucket(stem, name, holder == Holder.ANOTHER_RESOURCE_BY_ANOTHER_STORE ? "two" : "one", """
                        adoptionPolicy: %s
                        deletionPolicy: Purge
                        versioning: {status: Enabled}
                        acl: {canned: private}
                        lifecycle: {rules: [{id: end, expiration: {days: 1}}]}
                        """.formatted(
                                adoptionPolicy));
        cooper.annotate(Bucket.class, stem, ApiGroup.PURGE, name);
        cooper.awaitReason(Bucket.class, stem, reason);
        assertThat(snapshot(owner, name)).isEqualTo(before);

        cooper.delete(intruder);
        assertThat(snapshot(owner, name)).isEqualTo(before);
    }

    @Test
    void aBucketOfNobodyIsAdoptedWhereThatIsAsked() {
        String name = "adopted-" + cooper.namespace();
        account.createBucket(r -> r.bucket(name));
        account.putObject(r -> r.bucket(name).key("precious"), RequestBody.fromString("bytes"));
        String before = snapshot(account, name);

        Bucket resource = bucket("adopted", name, "one", "adoptionPolicy: IfExists");
        cooper.awaitReason(Bucket.class, "adopted", "Ready");
        assertThat(snapshot(account, name)).isEqualTo(before);
        cooper.delete(resource);
        assertThat(snapshot(account, name)).isEqualTo(before);
    }

    @Test
    void anObservedBucketShowsItsPlanAndStaysAsItIs() {
        String name = "drifted-" + cooper.namespace();
        account.createBucket(r -> r.bucket(name));
        LifecycleRule rule = LifecycleRule.builder()
                .id("end")
                .status(ExpirationStatus.ENABLED)
                .filter(f -> f.prefix("tmp/"))
                .expiration(e -> e.days(3))
                .build();
        account.putBucketLifecycleConfiguration(r -> r.bucket(name).lifecycleConfiguration(c -> c.rules(rule)));
        String before = snapshot(account, name);

        bucket("observed", name, "one", """
                managementPolicy: Observe
                lifecycle: {rules: [{id: end, filter: {prefix: tmp/}, expiration: {days: 9}}]}
                """);
        Bucket observed = cooper.awaitReason(Bucket.class, "observed", "ChangesPlanned");

        assertThat(Objects.requireNonNull(observed.getStatus().plannedChanges()))
                .extracting(PlannedChange::path)
                .containsExactly("spec.lifecycle");
        assertThat(snapshot(account, name)).isEqualTo(before);
    }

    @Test
    void aPurgeGoesOnAfterTheOperatorWasKilledTwice() throws IOException {
        String name = "purged-" + cooper.namespace();
        Bucket resource = bucket("purged", name, "one", "deletionPolicy: Purge\nversioning: {status: Enabled}");
        cooper.awaitReason(Bucket.class, "purged", "Ready");
        IntStream.range(0, 5_500).parallel().forEach(i -> {
            String key = i == 7 ? "line\nfeed \u0001" : "object-" + i % 5_000;
            account.putObject(r -> r.bucket(name).key(key), RequestBody.fromString("x"));
        });
        account.createMultipartUpload(r -> r.bucket(name).key("unfinished"));
        assertThat(objects(name)).isEqualTo(5_500);

        cooper.stopOperator();
        cooper.annotate(Bucket.class, "purged", ApiGroup.PURGE, name);
        cooper.admin().resource(resource).delete();
        killOnceBelow(name, 5_000);
        long left = objects(name);
        killOnceBelow(name, left - 500);
        assertThat(objects(name)).as("the operator was killed midway").isPositive();
        cooper.startOperator();

        Awaitility.await().atMost(LONG).until(() -> cooper.get(Bucket.class, "purged") == null);
        assertThat(account.listBuckets().buckets())
                .noneMatch(bucket -> bucket.name().equals(name));
    }

    /** Runs the packaged operator until it has come so far. */
    private void killOnceBelow(String name, long objects) throws IOException {
        try (OperatorProcess operator =
                OperatorProcess.start(cooper.cluster().kubeconfig(), Path.of("target", "purge.log"))) {
            operator.awaitStart();
            Awaitility.await().atMost(LONG).pollInterval(Duration.ofMillis(10)).until(() -> objects(name) < objects);
            operator.kill();
        }
    }

    /** All versions, as the gateway counts them. */
    private long objects(String name) {
        SdkHttpResponse head = account.headBucket(r -> r.bucket(name)).sdkHttpResponse();
        return Long.parseLong(head.firstMatchingHeader("x-rgw-object-count").orElseThrow());
    }

    /** What is not locked goes, what is stays, and why is told; nothing is tried without end. */
    @Test
    void aPurgeEndsAtObjectsUnderRetentionAndSaysSo() {
        String name = "locked-" + cooper.namespace();
        Bucket resource = bucket("locked", name, "one", "deletionPolicy: Purge\nobjectLock: {enabled: true}");
        cooper.awaitReason(Bucket.class, "locked", "Ready");
        account.putObject(r -> r.bucket(name).key("free"), RequestBody.fromString("x"));
        Instant end = Instant.now().plus(Duration.ofDays(1));
        List<String> versions = Stream.of("kept", "line\nfeed \u0001")
                .map(key -> account.putObject(
                                r -> r.bucket(name)
                                        .key(key)
                                        .objectLockMode(ObjectLockMode.GOVERNANCE)
                                        .objectLockRetainUntilDate(end),
                                RequestBody.fromString("x"))
                        .versionId())
                .toList();

        cooper.annotate(Bucket.class, "locked", ApiGroup.PURGE, name);
        cooper.admin().resource(resource).delete();
        Bucket waiting = cooper.await(Bucket.class, "locked", bucket -> Readiness.conditions(bucket).stream()
                .anyMatch(condition -> condition.getReason().equals("ObjectsLocked")));

        assertThat(Readiness.message(waiting))
                .contains("object lock keeps from being deleted", "deletionPolicy: Retain");
        assertThat(Objects.requireNonNull(waiting.getStatus().purge()).deletedObjects())
                .isEqualTo(1);
        List<ObjectVersion> kept = account.listObjectVersions(
                        r -> r.bucket(name).encodingType(EncodingType.URL))
                .versions();
        assertThat(kept).extracting(ObjectVersion::versionId).containsExactlyInAnyOrderElementsOf(versions);

        for (ObjectVersion version : kept) {
            account.deleteObject(r -> r.bucket(name)
                    .key(version.key())
                    .versionId(version.versionId())
                    .bypassGovernanceRetention(true));
        }
        cooper.checkNow(Bucket.class, "locked");
        Awaitility.await().atMost(LONG).until(() -> cooper.get(Bucket.class, "locked") == null);
    }

    @Test
    void adoptingLeavesAloneWhatTheSpecDoesNotName() {
        String name = "kept-" + cooper.namespace();
        account.createBucket(r -> r.bucket(name));
        account.putBucketVersioning(
                r -> r.bucket(name).versioningConfiguration(c -> c.status(BucketVersioningStatus.ENABLED)));
        bucket("kept", name, "one", "adoptionPolicy: IfExists\nlifecycle: {rules: []}");
        cooper.awaitReason(Bucket.class, "kept", "Ready");

        assertThat(account.getBucketVersioning(r -> r.bucket(name)).status()).isEqualTo(BucketVersioningStatus.ENABLED);
    }
}
