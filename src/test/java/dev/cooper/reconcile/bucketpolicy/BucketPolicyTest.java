package dev.cooper.reconcile.bucketpolicy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.Bucket;
import dev.cooper.api.BucketPolicy;
import dev.cooper.api.ObjectStore;
import dev.cooper.api.PolicyContribution;
import dev.cooper.api.PolicyMechanism;
import dev.cooper.api.PolicyRefusal;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.Readiness;
import dev.cooper.simulator.Grant;
import dev.cooper.simulator.Grantee;
import dev.cooper.simulator.Permission;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole operator on the simulator: what BucketPolicies put into an ACL, and what they leave alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set by start()
class BucketPolicyTest {
    private OperatorHarness cooper;
    private String ann;
    private String ben;

    @BeforeAll
    void start() {
        cooper = OperatorHarness.start();
        ann = cooper.cloud().addUser("ann");
        ben = cooper.cloud().addUser("ben");
    }

    @AfterAll
    void stop() {
        cooper.close();
    }

    private String bucket(String stem, String spec) {
        String name = cooper.bucketName(stem);
        cooper.bucket(name, spec);
        cooper.awaitReason(Bucket.class, name, "Ready");
        return name;
    }

    private BucketPolicy policy(String name, String bucket, String grants) {
        return cooper.bucketPolicy(name, "bucketRef: {name: %s}\n%s".formatted(bucket, grants));
    }

    private static String grant(String user, String access) {
        return "grants: [{to: {userID: %s}, access: %s}]".formatted(user, access);
    }

    private static Grant of(String user, Permission permission) {
        return new Grant(Grantee.user(user), permission);
    }

    private List<Grant> others(String bucket) {
        String owner = cooper.cloud().bucket(bucket).ownerId();
        return cooper.cloud().bucket(bucket).acl().stream()
                .filter(grant -> !grant.equals(of(owner, Permission.FULL_CONTROL)))
                .toList();
    }

    private void awaitOthers(String bucket, Grant... grants) {
        Awaitility.await().untilAsserted(() -> assertThat(others(bucket)).containsExactlyInAnyOrder(grants));
    }

    @Test
    void aPolicyBecomesGrantsAndTheOwnerStays() {
        String bucket = bucket("told", "");
        policy("told", bucket, grant(ann, "ReadWrite"));
        BucketPolicy ready = cooper.awaitReason(BucketPolicy.class, "told", "Ready");

        awaitOthers(bucket, of(ann, Permission.READ), of(ann, Permission.WRITE));
        assertThat(cooper.cloud().bucket(bucket).acl())
                .contains(of(cooper.cloud().bucket(bucket).ownerId(), Permission.FULL_CONTROL));
        assertThat(ready.getStatus().mechanism()).isEqualTo(PolicyMechanism.ACL);
        assertThat(Objects.requireNonNull(ready.getStatus().expressedAs()).grants())
                .hasSize(2);
    }

    /** So that a crash between the two leaves no grant that nobody takes back. */
    @Test
    void aGrantIsRecordedBeforeItIsWritten() {
        String bucket = bucket("ahead", "");
        policy("ahead", bucket, grant(ann, "Read"));
        cooper.awaitReason(BucketPolicy.class, "ahead", "Ready");
        cooper.stopOperator();
        assertThat(Objects.requireNonNull(cooper.get(Bucket.class, bucket))
                        .getStatus()
                        .contributions())
                .singleElement()
                .satisfies(contribution -> assertThat(contribution.added()).hasSize(1));

        cooper.admin()
                .resource(Objects.requireNonNull(cooper.get(BucketPolicy.class, "ahead")))
                .delete();
        cooper.startOperator();
        awaitOthers(bucket);
        cooper.await(Bucket.class, bucket, seen -> seen.getStatus().contributions() == null);
    }

    @Test
    void whatOthersPutThereStays() {
        String bucket = cooper.bucketName("foreign");
        cooper.cloud().createBucket(cooper.cloud().projectId(), cooper.cloud().userId(), bucket);
        cooper.cloud().bucket(bucket).addGrant(of(ann, Permission.READ));
        bucket("foreign", "adoptionPolicy: IfExists");
        BucketPolicy both = policy(
                "foreign",
                bucket,
                "grants: [{to: {userID: %s}, access: Read}, {to: {userID: %s}, access: Write}]".formatted(ann, ben));
        cooper.awaitReason(BucketPolicy.class, "foreign", "Ready");
        awaitOthers(bucket, of(ann, Permission.READ), of(ben, Permission.WRITE));

        cooper.delete(both);
        awaitOthers(bucket, of(ann, Permission.READ));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void twoPoliciesInEachOrderEndTheSame(boolean firstAddedFirst, boolean firstRemovedFirst) {
        String stem = "order-%s-%s".formatted(firstAddedFirst, firstRemovedFirst);
        String bucket = bucket(stem, "acl: {grants: [{grantee: {id: %s}, permission: READ_ACP}]}".formatted(ben));
        Runnable first = () -> policy(stem + "-one", bucket, grant(ann, "ReadWrite"));
        Runnable second = () -> policy(stem + "-two", bucket, grant(ann, "Read"));
        (firstAddedFirst ? first : second).run();
        cooper.awaitReason(BucketPolicy.class, stem + (firstAddedFirst ? "-one" : "-two"), "Ready");
        (firstAddedFirst ? second : first).run();
        cooper.awaitReason(BucketPolicy.class, stem + "-one", "Ready");
        cooper.awaitReason(BucketPolicy.class, stem + "-two", "Ready");
        Grant own = of(ben, Permission.READ_ACP);
        awaitOthers(bucket, own, of(ann, Permission.READ), of(ann, Permission.WRITE));

        remove(stem + (firstRemovedFirst ? "-one" : "-two"));
        if (firstRemovedFirst) {
            awaitOthers(bucket, own, of(ann, Permission.READ));
        } else {
            awaitOthers(bucket, own, of(ann, Permission.READ), of(ann, Permission.WRITE));
        }
        remove(stem + (firstRemovedFirst ? "-two" : "-one"));
        awaitOthers(bucket, own);
        Bucket seen = cooper.await(
                Bucket.class, bucket, candidate -> candidate.getStatus().contributions() == null);
        assertThat(Readiness.isReady(seen)).isTrue();
    }

    private void remove(String policy) {
        cooper.delete(Objects.requireNonNull(cooper.get(BucketPolicy.class, policy)));
    }

    @Test
    void whatAnAclCannotSayIsRefusedAndTheRestStands() {
        String bucket = bucket("refused", "");
        policy("refused", bucket, "grants: [{to: {userID: %s}, access: Read, prefix: a/}]".formatted(ann));
        policy("taken", bucket, grant(ben, "Read"));
        BucketPolicy refused = cooper.awaitReason(BucketPolicy.class, "refused", "UnsupportedByStore");
        cooper.awaitReason(BucketPolicy.class, "taken", "Ready");

        assertThat(refused.getStatus().refusals())
                .extracting(PolicyRefusal::path)
                .containsExactly("spec.grants[0].prefix");
        assertThat(refused.getStatus().expressedAs()).isNull();
        awaitOthers(bucket, of(ben, Permission.READ));

        policy("refused", bucket, grant(ann, "Read"));
        cooper.awaitReason(BucketPolicy.class, "refused", "Ready");
        awaitOthers(bucket, of(ann, Permission.READ), of(ben, Permission.READ));
    }

    /** KakaoCloud takes an ACL as a whole, and none with a user that it does not know. */
    @Test
    void aUserWhomTheStoreDoesNotKnowKeepsNobodyElseOut() {
        String bucket = bucket("unknown", "");
        String carl = "0123456789abcdef0123456789abcdef";
        policy("in-force", bucket, grant(ann, "Read"));
        cooper.awaitReason(BucketPolicy.class, "in-force", "Ready");
        policy("unknown", bucket, grant(carl, "Read"));
        BucketPolicy refused = cooper.awaitReason(BucketPolicy.class, "unknown", "InvalidSpec");
        assertThat(Readiness.message(refused)).contains("spec.grants", "HTTP 400", "\"" + carl + "\"");
        policy("after", bucket, grant(ben, "Write"));
        cooper.awaitReason(BucketPolicy.class, "after", "Ready");
        awaitOthers(bucket, of(ann, Permission.READ), of(ben, Permission.WRITE));
        assertThat(Readiness.isReady(cooper.get(Bucket.class, bucket))).isTrue();
        assertThat(Objects.requireNonNull(cooper.get(BucketPolicy.class, "unknown"))
                        .getMetadata()
                        .getResourceVersion())
                .isEqualTo(refused.getMetadata().getResourceVersion());

        cooper.cloud().addUser(carl, "carl", "password", cooper.cloud().projectId());
        cooper.checkNow(Bucket.class, bucket);
        cooper.awaitReason(BucketPolicy.class, "unknown", "Ready");
        awaitOthers(bucket, of(ann, Permission.READ), of(ben, Permission.WRITE), of(carl, Permission.READ));
        remove("unknown");
        awaitOthers(bucket, of(ann, Permission.READ), of(ben, Permission.WRITE));
    }

    @Test
    void aPolicyWaitsForItsBucket() {
        String bucket = cooper.bucketName("late");
        policy("early", bucket, grant(ann, "Read"));
        cooper.awaitReason(BucketPolicy.class, "early", "BucketNotReady");
        bucket("late", "");
        cooper.awaitReason(BucketPolicy.class, "early", "Ready");
        awaitOthers(bucket, of(ann, Permission.READ));
    }

    @Test
    void everyoneNeedsBothWords() throws IOException, InterruptedException {
        String bucket = bucket("public", "");
        cooper.cloud().bucket(bucket).putObject("hello", "content".getBytes(UTF_8));
        String everyone = "grants: [{to: {everyone: true}, access: Read}]";
        policy("public", bucket, everyone);
        cooper.awaitReason(BucketPolicy.class, "public", "PublicAccessDenied");
        policy("public", bucket, everyone + "\nallowPublic: true");
        BucketPolicy denied = cooper.awaitReason(BucketPolicy.class, "public", "PublicAccessDenied");
        assertThat(Readiness.message(denied)).contains("spec.grants[0].to.everyone");
        assertThat(others(bucket)).isEmpty();

        allowPublic("Allowed", bucket);
        cooper.awaitReason(BucketPolicy.class, "public", "Ready");
        URI url = URI.create("%s/%s:%s/hello"
                .formatted(cooper.cloud().endpoint(), cooper.cloud().projectId(), bucket));
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(url)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
            var answer = http.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("content");
        }

        allowPublic("Denied", bucket);
        cooper.awaitReason(BucketPolicy.class, "public", "PublicAccessDenied");
        awaitOthers(bucket);
    }

    private void allowPublic(String word, String bucket) {
        cooper.apply(cooper.storeYaml(cooper.store(), "publicAccess: " + word), ObjectStore.class);
        cooper.awaitReason(ObjectStore.class, cooper.store(), "Ready");
        cooper.checkNow(Bucket.class, bucket);
    }

    @Test
    void nothingIsWrittenWhereNothingChanged() {
        String bucket = bucket("rest", "");
        policy("rest", bucket, grant(ann, "Read"));
        cooper.awaitReason(BucketPolicy.class, "rest", "Ready");
        Bucket before = cooper.await(
                Bucket.class,
                bucket,
                seen ->
                        Objects.requireNonNullElse(seen.getStatus().contributions(), List.<PolicyContribution>of())
                                .stream()
                                .noneMatch(PolicyContribution::awaitsWrite));
        cooper.cloud().clearRequests();

        cooper.checkNow(Bucket.class, bucket);
        Awaitility.await().until(() -> cooper.cloud().requests().stream()
                .anyMatch(request -> request.bucket().equals(bucket)));
        cooper.annotate(Bucket.class, bucket, "test", "last");
        assertThat(cooper.cloud().requests().stream()
                        .filter(request -> request.bucket().equals(bucket))
                        .map(request -> request.method()))
                .doesNotContain("PUT");
        assertThat(Objects.requireNonNull(cooper.get(Bucket.class, bucket))
                        .getStatus()
                        .contributions())
                .isEqualTo(before.getStatus().contributions());
    }
}
