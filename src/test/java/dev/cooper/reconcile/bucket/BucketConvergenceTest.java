package dev.cooper.reconcile.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.Bucket;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.Readiness;
import dev.cooper.simulator.FaultRule;
import dev.cooper.simulator.LifecycleRule;
import dev.cooper.simulator.RecordedRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Buckets become what their specs say, stay so, and are left alone where that is impossible. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set by start()
class BucketConvergenceTest {
    private OperatorHarness cooper;

    @BeforeAll
    void start() {
        cooper = OperatorHarness.start();
    }

    @AfterAll
    void stop() {
        cooper.close();
    }

    private static String expiry(int days) {
        return """
                lifecycle:
                  rules:
                    - id: end
                      filter:
                        prefix: tmp/
                        tags: [{key: class, value: draft}]
                      expiration: {days: %d}
                """.formatted(days);
    }

    private List<RecordedRequest> requestsOn(String bucket) {
        return cooper.cloud().requests().stream()
                .filter(request -> request.bucket().equals(bucket))
                .toList();
    }

    private List<String> eventReasons(String name) {
        return cooper.admin().events().v1().events().inNamespace(cooper.namespace()).list().getItems().stream()
                .filter(event -> event.getRegarding().getName().equals(name))
                .map(event -> event.getReason())
                .toList();
    }

    @Test
    void aChangedRuleReachesTheBucket() {
        String name = cooper.bucketName("change");
        cooper.bucket(name, expiry(7));
        cooper.awaitReason(Bucket.class, name, "Ready");
        cooper.bucket(name, expiry(9));
        cooper.awaitReason(Bucket.class, name, "Ready");

        assertThat(cooper.cloud().bucket(name).lifecycle()).singleElement().satisfies(rule -> assertThat(rule.days())
                .isEqualTo(9));
        assertThat(eventReasons(name)).contains("Updated");
    }

    @Test
    void driftIsRepairedAndTold() {
        String name = cooper.bucketName("drift");
        cooper.bucket(name, expiry(7));
        cooper.awaitReason(Bucket.class, name, "Ready");
        cooper.cloud().bucket(name).replaceLifecycle(LifecycleRule.expiring("intruder", 1, "", Map.of()));

        cooper.checkNow(Bucket.class, name);
        Awaitility.await().until(() -> eventReasons(name).contains("DriftRepaired"));

        assertThat(cooper.cloud().bucket(name).lifecycle()).singleElement().satisfies(rule -> assertThat(rule.id())
                .isEqualTo("end"));
        assertThat(Readiness.isReady(cooper.get(Bucket.class, name))).isTrue();
        for (String counter : List.of("cooper.drift.found", "cooper.drift.repairs")) {
            assertThat(cooper.meters()
                            .get(counter)
                            .tags("store", cooper.store(), "field", "spec.lifecycle")
                            .counter()
                            .count())
                    .as(counter)
                    .isPositive();
        }
    }

    @Test
    void whatTheStoreLacksIsRefusedBeforeAnythingIsSent() {
        String name = cooper.bucketName("lacks");
        cooper.bucket(name, """
                encryption: {algorithm: "aws:kms"}
                lifecycle:
                  rules:
                    - id: a
                      expiration: {days: 1}
                    - id: b
                      abortIncompleteMultipartUpload: {daysAfterInitiation: 1}
                """);
        Bucket refused = cooper.awaitReason(Bucket.class, name, "UnsupportedByStore");

        assertThat(Readiness.message(refused))
                .contains("spec.encryption.algorithm")
                .contains("spec.lifecycle.rules[1].abortIncompleteMultipartUpload");
        assertThat(requestsOn(name)).isEmpty();
    }

    @Test
    void aPublicAclNeedsBothWords() {
        String name = cooper.bucketName("public");
        cooper.bucket(name, "acl: {canned: public-read}\nallowPublic: true");
        Bucket refused = cooper.awaitReason(Bucket.class, name, "PublicAccessDenied");

        assertThat(Readiness.message(refused)).contains("spec.acl.canned").contains("publicAccess: Denied");
        assertThat(requestsOn(name)).isEmpty();
    }

    @Test
    void encryptionOfABucketThatHoldsObjectsSaysWhyItCannotBe() {
        String name = cooper.bucketName("late");
        cooper.bucket(name, "");
        cooper.awaitReason(Bucket.class, name, "Ready");
        cooper.cloud().bucket(name).putObject("a", new byte[] {1});
        cooper.bucket(name, "encryption: {algorithm: AES256}");

        Bucket failed = cooper.await(
                Bucket.class, name, bucket -> Readiness.message(bucket).contains("PutBucketEncryption"));
        assertThat(Readiness.isReady(failed)).isFalse();
        assertThat(failed.getStatus().claim()).isNotNull();
    }

    @Test
    void aStoreThatFailsForAMomentIsTriedAgain() {
        String name = cooper.bucketName("blip");
        cooper.cloud()
                .addFault(FaultRule.status(500, "InternalError")
                        .on("CreateBucket")
                        .inBucket(name)
                        .times(3));
        cooper.bucket(name, expiry(3));
        cooper.awaitReason(Bucket.class, name, "Ready");

        assertThat(requestsOn(name))
                .filteredOn(request -> request.status() == 500)
                .hasSize(3);
        assertThat(cooper.cloud().bucket(name).lifecycle()).hasSize(1);
    }

    @Test
    void aLostAnswerToCreateEndsInOneBucketThatIsOurs() {
        String name = cooper.bucketName("lost");
        cooper.cloud()
                .addFault(
                        FaultRule.resetAfter().on("CreateBucket").inBucket(name).times(1));
        cooper.bucket(name, expiry(3));
        Bucket bucket = cooper.awaitReason(Bucket.class, name, "Ready");

        assertThat(Objects.requireNonNull(bucket.getStatus().claim()).uid())
                .isEqualTo(bucket.getMetadata().getUid());
        assertThat(cooper.cloud().bucket(name).lifecycle()).hasSize(1);
    }

    @Test
    void anOperatorThatStartsAnewWritesNothing() {
        String name = cooper.bucketName("restart");
        cooper.bucket(name, expiry(3));
        cooper.awaitReason(Bucket.class, name, "Ready");
        Awaitility.await().until(() -> eventReasons(name).contains("Created"));
        int calls = requestsOn(name).size();
        long writes = cooper.audit().writes().stream()
                .filter(write -> write.contains(name))
                .count();

        cooper.stopOperator();
        cooper.startOperator();
        Awaitility.await().until(() -> requestsOn(name).size() >= calls + 2);

        assertThat(requestsOn(name).subList(calls, calls + 2))
                .extracting(RecordedRequest::operation)
                .containsExactly("HeadBucket", "GetBucketLifecycle");
        assertThat(cooper.audit().writes().stream().filter(write -> write.contains(name)))
                .hasSize((int) writes);
    }
}
