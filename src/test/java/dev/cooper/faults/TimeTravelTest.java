package dev.cooper.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.cluster.LocalCluster;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.Readiness;
import dev.cooper.simulator.Ec2Key;
import dev.cooper.simulator.KakaoCloudSimulator;
import dev.cooper.simulator.RecordedRequest;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API server comes back from an older backup, while the store has gone on. */
@Tag("faults")
@ExtendWith(InReport.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set by start()
class TimeTravelTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private LocalCluster cluster;

    @BeforeAll
    void start() {
        cluster = LocalCluster.another("time-travel");
    }

    @AfterAll
    void stop() {
        cluster.stop();
    }

    /** @param operator whether the operator goes on, with what it remembers of the future, or is started anew */
    @ParameterizedTest
    @ValueSource(strings = {"goes on", "is started anew"})
    void whatLivesIsNeitherMadeAgainNorDeleted(String operator) {
        KakaoCloudSimulator cloud =
                KakaoCloudSimulator.builder().credentialsApi(true).start();
        try (OperatorHarness cooper = OperatorHarness.start(cluster, cloud)) {
            String changed = ready(cooper, "changed", "deletionPolicy: Delete\n" + expiry(7));
            String deleted = ready(cooper, "deleted", "deletionPolicy: Delete");
            String rotated = issue(cooper, "rotated", changed, "a");
            String revoked = issue(cooper, "revoked", changed, "a");

            cluster.save("before");
            cooper.bucket(changed, "deletionPolicy: Delete\n" + expiry(30));
            cooper.awaitReason(Bucket.class, changed, "Ready");
            cooper.delete(Objects.requireNonNull(cooper.get(Bucket.class, deleted)));
            String later = ready(cooper, "later", expiry(3));
            String second = issue(cooper, "rotated", changed, "b");
            String third = issue(cooper, "rotated", changed, "c");
            assertThat(keys(cooper)).contains(second, third).doesNotContain(rotated);
            cooper.delete(Objects.requireNonNull(cooper.get(AccessKey.class, "revoked")));
            assertThat(keys(cooper)).doesNotContain(revoked);
            cloud.bucket(later).putObject("precious", new byte[] {1});
            cloud.clearRequests();
            List<String> living = keys(cooper);

            if (operator.equals("goes on")) {
                cooper.restore("before");
            } else {
                cooper.stopOperator();
                cooper.restore("before");
                cooper.startOperator();
            }

            // what is older than the backup becomes as it was, and keeps its claim
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        cooper.checkNow(Bucket.class, changed);
                        return days(cloud, changed) == 7 && Readiness.isReady(cooper.get(Bucket.class, changed));
                    });
            cooper.checkNow(Bucket.class, deleted);
            await(cooper, deleted, "Missing");

            // keys that are gone are issued anew, into Secrets that hold them again
            for (String name : List.of("rotated", "revoked")) {
                Awaitility.await(name)
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(200))
                        .until(() -> {
                            cooper.checkNow(AccessKey.class, name);
                            return Readiness.isReady(cooper.get(AccessKey.class, name))
                                    && keys(cooper).contains(idInSecret(cooper, name));
                        });
            }
            // what is newer than the backup is not taken over in silence, and not touched
            cooper.bucket(later, expiry(5));
            await(cooper, later, "AlreadyExists");
            assertThat(days(cloud, later)).isEqualTo(3);
            assertThat(cloud.bucket(later).objects()).containsExactly("precious");
            cooper.bucket(later, "adoptionPolicy: IfExists\n" + expiry(5));
            await(cooper, later, "Ready");

            assertThat(cloud.requests())
                    .extracting(RecordedRequest::operation)
                    .doesNotContain("CreateBucket", "DeleteBucket", "DeleteObject");
            assertThat(keys(cooper))
                    .as("keys that lived, also those that no resource knows any more")
                    .containsAll(living);
        }
    }

    private static void await(OperatorHarness cooper, String bucket, String reason) {
        Awaitility.await(bucket)
                .atMost(PATIENCE)
                .until(() -> Readiness.conditions(Objects.requireNonNull(cooper.get(Bucket.class, bucket))).stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getReason().equals(reason)));
    }

    private static String expiry(int days) {
        return "lifecycle: {rules: [{id: end, expiration: {days: %d}}]}".formatted(days);
    }

    private static int days(KakaoCloudSimulator cloud, String bucket) {
        return cloud.bucket(bucket).lifecycle().getFirst().days();
    }

    private static String ready(OperatorHarness cooper, String stem, String spec) {
        String name = cooper.bucketName(stem);
        cooper.bucket(name, spec);
        cooper.awaitReason(Bucket.class, name, "Ready");
        return name;
    }

    /** Issues a key, or replaces it by one of another trigger; tells its id. */
    private static String issue(OperatorHarness cooper, String name, String bucket, String trigger) {
        AccessKey before = cooper.get(AccessKey.class, name);
        String old = before == null ? null : before.statusOrEmpty().keyID();
        cooper.accessKey(name, """
                source: keystoneEc2
                allowBroad: true
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: %s}
                rotation: {overlap: 10m, trigger: %s}
                """.formatted(bucket, name, trigger));
        AccessKey issued = cooper.await(
                AccessKey.class,
                name,
                key -> Readiness.isReady(key)
                        && !Objects.equals(key.statusOrEmpty().keyID(), old));
        return Objects.requireNonNull(issued.statusOrEmpty().keyID());
    }

    private static List<String> keys(OperatorHarness cooper) {
        return cooper.cloud().ec2Keys().stream().map(Ec2Key::access).toList();
    }

    private static String idInSecret(OperatorHarness cooper, String name) {
        Secret secret = cooper.admin()
                .secrets()
                .inNamespace(cooper.namespace())
                .withName(name)
                .get();
        return secret == null
                ? "none"
                : new String(
                        Base64.getDecoder().decode(secret.getData().get("AWS_ACCESS_KEY_ID")), StandardCharsets.UTF_8);
    }
}
