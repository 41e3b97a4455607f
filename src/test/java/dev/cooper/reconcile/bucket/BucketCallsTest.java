package dev.cooper.reconcile.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.Bucket;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.simulator.RecordedRequest;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Counts what a bucket costs: no request to the store or to Kubernetes that nothing needs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set by start()
class BucketCallsTest {
    private OperatorHarness cooper;

    @BeforeAll
    void start() {
        cooper = OperatorHarness.start();
    }

    @AfterAll
    void stop() {
        cooper.close();
    }

    private static final String ACL_LIFECYCLE_ENCRYPTION = """
            acl:
              canned: private
            encryption:
              algorithm: AES256
            lifecycle:
              rules:
                - id: week
                  filter: {prefix: tmp/}
                  expiration: {days: 7}
            """;

    @Test
    void creatingCostsTwoCallsAndOneForEachFeature() {
        String name = cooper.bucketName("create");
        cooper.bucket(name, ACL_LIFECYCLE_ENCRYPTION);
        cooper.awaitReason(Bucket.class, name, "Ready");

        assertThat(operationsOn(name))
                .containsExactly(
                        "HeadBucket", "CreateBucket", "GetBucketAcl", "PutBucketEncryption", "PutBucketLifecycle");
        awaitEvent(name, "Created");
        assertThat(writesAbout(name))
                .as("intent, status, event")
                .hasSize(3)
                .anyMatch(write -> write.startsWith("create events"));
    }

    @Test
    void grantsCostOneCallMoreForTheOwner() {
        String name = cooper.bucketName("grants");
        cooper.bucket(name, """
                acl:
                  grants:
                    - grantee: {id: %s}
                      permission: storage.objectReader
                """.formatted(cooper.cloud().addUser("reader")));
        cooper.awaitReason(Bucket.class, name, "Ready");

        assertThat(operationsOn(name)).containsExactly("HeadBucket", "CreateBucket", "GetBucketAcl", "PutBucketAcl");
    }

    @Test
    void aDriftCheckWithoutDriftReadsOnceForEachFeatureAndAsksKubernetesNothing() {
        String name = cooper.bucketName("steady");
        cooper.bucket(name, ACL_LIFECYCLE_ENCRYPTION);
        cooper.awaitReason(Bucket.class, name, "Ready");
        awaitEvent(name, "Created");
        int calls = operationsOn(name).size();
        int requests = requestsAbout(name).size();

        cooper.checkNow(Bucket.class, name);
        Awaitility.await().until(() -> operationsOn(name).size() >= calls + 4);

        assertThat(operationsOn(name).subList(calls, calls + 4))
                .containsExactly("HeadBucket", "GetBucketEncryption", "GetBucketLifecycle", "GetBucketAcl");
        // the next check is a second look: had the first one written anything, it would be in the log by then
        cooper.checkNow(Bucket.class, name);
        Awaitility.await().until(() -> operationsOn(name).size() >= calls + 8);
        assertThat(operationsOn(name)).hasSize(calls + 8);
        assertThat(requestsAbout(name)).hasSize(requests);
    }

    @Test
    void everyRequestIsOneThatTheStoreListsAndCarriesWhatItDemands() {
        String name = cooper.bucketName("strict");
        Bucket bucket = cooper.bucket(name, ACL_LIFECYCLE_ENCRYPTION + "deletionPolicy: Delete");
        cooper.awaitReason(Bucket.class, name, "Ready");
        cooper.bucket(
                name,
                "lifecycle: {rules: []}\nencryption: {algorithm: AES256}\ndeletionPolicy: Delete\nlogging: {targetBucket: "
                        + name + "}");
        cooper.awaitReason(Bucket.class, name, "Ready");
        cooper.delete(bucket);

        assertThat(cooper.cloud().unsupportedRequests()).isEmpty();
        assertThat(cooper.cloud().requests())
                .filteredOn(request -> !request.missingHeaders().isEmpty())
                .isEmpty();
        assertThat(operationsOn(name)).contains("DeleteBucketLifecycle", "PutBucketLogging", "DeleteBucket");
    }

    @Test
    void theShippedRightsDenyNothingThatIsNeeded() {
        String name = cooper.bucketName("rights");
        Bucket bucket = cooper.bucket(name, "deletionPolicy: Delete");
        cooper.awaitReason(Bucket.class, name, "Ready");
        cooper.delete(bucket);

        assertThat(cooper.audit().denied()).isEmpty();
    }

    private void awaitEvent(String name, String reason) {
        Awaitility.await()
                .until(() ->
                        cooper.admin().events().v1().events().inNamespace(cooper.namespace()).list().getItems().stream()
                                .anyMatch(
                                        event -> event.getRegarding().getName().equals(name)
                                                && event.getReason().equals(reason)));
    }

    private List<String> operationsOn(String bucket) {
        return cooper.cloud().requests().stream()
                .filter(request -> request.bucket().equals(bucket))
                .map(RecordedRequest::operation)
                .toList();
    }

    private List<String> writesAbout(String name) {
        return cooper.audit().writes().stream()
                .filter(write -> write.contains(name))
                .toList();
    }

    private List<String> requestsAbout(String name) {
        return cooper.audit().requests().stream()
                .filter(request -> request.contains("/" + name))
                .toList();
    }
}
