package dev.cooper.stores;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cooper.api.Bucket;
import dev.cooper.api.BucketPolicy;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.Readiness;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose statements stand in the policy of a bucket on Ceph RGW, and whose stay. */
@Tag("stores")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set by start()
class PolicyOnRgwTest {
    private PolicyBench bench;
    private OperatorHarness cooper;

    @BeforeAll
    void start() {
        bench = new PolicyBench();
        cooper = bench.cooper();
    }

    @AfterAll
    void stop() {
        bench.close();
    }

    /** A policy that somebody wrote by hand. */
    private static String foreign(String bucket) {
        return "{\"Version\":\"2012-10-17\",\"Id\":\"theirs\",\"Statement\":{\"Sid\":\"audit\",\"Effect\":\"Allow\","
                + "\"Principal\":{\"AWS\":[\"arn:aws:iam:::user/auditor\"]},\"Action\":\"s3:GetBucketAcl\","
                + "\"Resource\":\"arn:aws:s3:::%s\"}}".formatted(bucket);
    }

    private String adopted(String stem, String moreSpec) {
        String bucket = cooper.bucketName(stem);
        bench.owner().createBucket(r -> r.bucket(bucket));
        bench.owner().putBucketPolicy(r -> r.bucket(bucket).policy(foreign(bucket)));
        return bench.bucket(stem, "adoptionPolicy: IfExists\n" + moreSpec);
    }

    private static String toUser(String user) {
        return "grants: [{to: {userID: %s}, access: Read}]".formatted(user);
    }

    /** The principals of all statements, each once. */
    private List<String> principals(String bucket) {
        String policy = bench.policyOf(bucket);
        return policy.isEmpty()
                ? List.of()
                : PolicyBench.json(policy).path("Statement").findValues("Principal").stream()
                        .map(principal -> principal.path("AWS"))
                        .flatMap(principal -> principal.isArray() ? principal.valueStream() : Stream.of(principal))
                        .map(JsonNode::asText)
                        .map(arn -> arn.replace("arn:aws:iam:::user/", ""))
                        .distinct()
                        .sorted()
                        .toList();
    }

    private void awaitPrincipals(String bucket, String... names) {
        Awaitility.await().untilAsserted(() -> assertThat(principals(bucket)).containsExactly(names));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void twoPoliciesInEachOrderLeaveWhatWasThere(boolean annFirst, boolean annGoesFirst) {
        String bucket = adopted("order-%s-%s".formatted(annFirst, annGoesFirst), "");
        for (String who : annFirst ? List.of("ann", "ben") : List.of("ben", "ann")) {
            bench.readyPolicy(who + "-" + bucket, bucket, toUser(who));
        }
        awaitPrincipals(bucket, "ann", "auditor", "ben");

        bench.remove((annGoesFirst ? "ann-" : "ben-") + bucket);
        awaitPrincipals(bucket, annGoesFirst ? new String[] {"auditor", "ben"} : new String[] {"ann", "auditor"});
        bench.remove((annGoesFirst ? "ben-" : "ann-") + bucket);
        awaitPrincipals(bucket, "auditor");
        JsonNode left = PolicyBench.json(bench.policyOf(bucket));
        assertThat(left.path("Id").asText()).isEqualTo("theirs");
        assertThat(left.path("Statement")).hasSize(1);
        cooper.await(Bucket.class, bucket, seen -> seen.getStatus().contributions() == null);
    }

    @Test
    void thePolicyGoesWithTheLastOfItsStatements() {
        String bucket = bench.bucket("last", "");
        bench.readyPolicy("last", bucket, toUser("ann"));
        awaitPrincipals(bucket, "ann");
        bench.remove("last");
        Awaitility.await()
                .untilAsserted(() -> assertThat(bench.policyOf(bucket)).isEmpty());
    }

    @Test
    void aBucketThatSaysItsPolicyOwnsTheWholeOfIt() {
        String bucket = adopted("owned", "policy: {}");
        bench.readyPolicy("owned", bucket, toUser("ann"));
        awaitPrincipals(bucket, "ann");
    }

    @Test
    void conflictsNameBothResources() {
        String bucket = bench.bucket("conflict", """
                policy:
                  Version: "2012-10-17"
                  Statement: [{Effect: Allow, Principal: {AWS: "arn:aws:iam:::user/own"}, Action: "s3:GetObject",
                    Resource: "arn:aws:s3:::%s/*"}]
                """.formatted(cooper.bucketName("conflict")));
        bench.readyPolicy("older", bucket, toUser("ann"));
        bench.policy("younger", bucket, """
                document:
                  Version: "2012-10-17"
                  Statement: [{Effect: Deny, Principal: {AWS: ["arn:aws:iam:::user/ann", "arn:aws:iam:::user/own"]},
                    Action: "s3:Get*", Resource: "arn:aws:s3:::%s/*"}]
                """.formatted(bucket));
        BucketPolicy refused = cooper.awaitReason(BucketPolicy.class, "younger", "InvalidSpec");
        assertThat(refused.getMetadata().getName()).isEqualTo("younger");
        assertThat(Readiness.message(refused)).contains("Bucket " + bucket, "BucketPolicy older");
        awaitPrincipals(bucket, "ann", "own");
    }

    @Test
    void aLockoutIsRefusedBeforeItIsSent() {
        String bucket = bench.bucket("lockout", "");
        bench.policy("lockout", bucket, """
                document:
                  Version: "2012-10-17"
                  Statement: [{Effect: Deny, Principal: "*", Action: "s3:PutBucketPolicy", Resource: "arn:aws:s3:::%s"}]
                """.formatted(bucket));
        BucketPolicy refused = cooper.awaitReason(BucketPolicy.class, "lockout", "InvalidSpec");
        assertThat(Readiness.message(refused)).contains("spec.document.Statement[0]", PolicyBench.ownArn());
        assertThat(bench.policyOf(bucket)).isEmpty();
        assertThat(Readiness.isReady(cooper.get(Bucket.class, bucket))).isTrue();
    }

    /** RGW takes a policy as a whole, and none with an action that it does not know. */
    @Test
    void whatTheStoreRejectsKeepsNobodyElseOut() {
        String bucket = bench.bucket("rejected", "");
        bench.readyPolicy("one", bucket, toUser("ann"));
        bench.policy("bad", bucket, """
                document:
                  Version: "2012-10-17"
                  Statement: [{Effect: Allow, Principal: {AWS: "arn:aws:iam:::user/bad"}, Action: "s3:Nonsense",
                    Resource: "arn:aws:s3:::%s"}]
                """.formatted(bucket));
        bench.readyPolicy("two", bucket, toUser("ben"));
        BucketPolicy refused = cooper.awaitReason(BucketPolicy.class, "bad", "InvalidSpec");
        assertThat(Readiness.message(refused)).contains("spec.document", "HTTP 400 InvalidArgument", "s3:Nonsense");
        awaitPrincipals(bucket, "ann", "ben");
        assertThat(Readiness.isReady(cooper.get(Bucket.class, bucket))).isTrue();

        double puts = puts();
        cooper.checkNow(Bucket.class, bucket);
        Awaitility.await().untilAsserted(() -> assertThat(puts()).isEqualTo(puts + 1));
        assertThat(Objects.requireNonNull(cooper.get(BucketPolicy.class, "bad"))
                        .getMetadata()
                        .getResourceVersion())
                .isEqualTo(refused.getMetadata().getResourceVersion());
    }

    private double puts() {
        return requests("PutBucketPolicy");
    }

    private double requests(String operation) {
        return cooper.meters().getMeters().stream()
                .filter(meter -> meter instanceof Timer)
                .filter(meter -> operation.equals(meter.getId().getTag("operation")))
                .mapToDouble(meter -> ((Timer) meter).count())
                .sum();
    }

    /** What the gateway answers is what was sent, in other words. */
    @Test
    void aSecondLookWritesNothing() {
        String bucket = adopted("rest", "");
        bench.readyPolicy("rest", bucket, """
                grants:
                  - {to: {userID: ann}, access: ReadWrite, prefix: a/, conditions: {sourceIPs: [192.0.2.0/24], tlsOnly: true}}
                  - {to: {accountID: shop}, access: Admin}
                """);
        cooper.await(Bucket.class, bucket, seen -> Objects.requireNonNull(
                        seen.getStatus().contributions())
                .stream()
                .noneMatch(contribution -> contribution.awaitsWrite()));
        String version = Objects.requireNonNull(cooper.get(Bucket.class, bucket))
                .getStatus()
                .toString();
        double gets = requests("GetBucketPolicy");
        double puts = puts();
        cooper.checkNow(Bucket.class, bucket);
        Awaitility.await().until(() -> requests("GetBucketPolicy") > gets);
        cooper.checkNow(Bucket.class, bucket);
        Awaitility.await().until(() -> requests("GetBucketPolicy") > gets + 1);
        assertThat(puts()).isEqualTo(puts);
        assertThat(Objects.requireNonNull(cooper.get(Bucket.class, bucket)).getStatus())
                .hasToString(version);
    }
}
