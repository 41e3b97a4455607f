package dev.cooper.stores;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cooper.api.BucketPolicy;
import dev.cooper.api.PolicyGrant.Access;
import dev.cooper.api.Provider;
import dev.cooper.harness.Readiness;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** What grants let people do on Ceph RGW, with real requests, as the docs have it. */
@Tag("stores")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set by start()
class AccessOnRgwTest {
    private static final AccessTable TABLE = AccessTable.under("### As statements of the policy: ceph-rgw");

    private PolicyBench bench;
    private JsonNode user;
    private S3Client ann;
    private S3Client stranger;

    @BeforeAll
    void start() {
        bench = new PolicyBench();
        user = bench.user("ann");
        ann = PolicyBench.client(user);
        stranger = PolicyBench.client(bench.user("stranger"));
    }

    @AfterAll
    void stop() {
        ann.close();
        stranger.close();
        bench.close();
    }

    private void grant(String bucket, String grant) {
        bench.readyPolicy(bucket, bucket, "grants: [%s]".formatted(grant));
    }

    private String toAnn(String rest) {
        return "{to: {userID: \"%s\"}, %s}".formatted(user.path("user").asText(), rest);
    }

    private Attempt.Target target(String bucket) {
        return Attempt.Target.prepared(bench.owner(), bucket, true);
    }

    @ParameterizedTest
    @EnumSource
    void aLevelAllowsWhatTheDocsSay(Access access) {
        String bucket = bench.bucket(access.name().toLowerCase(Locale.ROOT), "");
        grant(bucket, toAnn("access: " + access));
        Attempt.Target target = target(bucket);
        try (S3Client anonymous = Clients.anonymous(Provider.CEPH_RGW, PolicyBench.endpoint())) {
            assertThat(TABLE.allowed(anonymous, target)).isEmpty();
        }
        assertThat(TABLE.allowed(stranger, target)).isEmpty();
        assertThat(TABLE.allowed(ann, target)).isEqualTo(TABLE.allowedBy(access));
    }

    @Test
    void aPrefixReachesNoFurther() {
        String bucket = bench.bucket("prefix", "");
        grant(bucket, toAnn("access: ReadWrite, prefix: reports/"));
        bench.owner().putObject(r -> r.bucket(bucket).key("reports/a"), RequestBody.fromString("a"));
        Attempt.Target target = target(bucket);
        Attempt.Target reports = target.withKey("reports/a");

        for (Attempt attempt : new Attempt[] {Attempt.GET, Attempt.PUT, Attempt.DELETE_MANY, Attempt.DELETE}) {
            assertThat(attempt.isAllowed(ann, reports)).as("%s within", attempt).isTrue();
            assertThat(attempt.isAllowed(ann, target)).as("%s without", attempt).isFalse();
        }
        assertThat(Attempt.LIST.isAllowed(ann, target)).isFalse();
        assertThat(ann.listObjectsV2(r -> r.bucket(bucket).prefix("reports/"))
                        .sdkHttpResponse()
                        .isSuccessful())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'sourceIPs: [127.0.0.0/8]', true",
        "'sourceIPs: [192.0.2.0/24, 127.0.0.1/32]', true",
        "'sourceIPs: [192.0.2.0/24]', false",
        "'sourceIPs: [\"2001:db8::/32\"]', false",
        "'tlsOnly: true', false", // the gateway speaks HTTP here
        "'sourceIPs: [127.0.0.0/8], tlsOnly: true', false",
        "'tlsOnly: false', true",
    })
    void conditionsHold(String conditions, boolean allowed) {
        String bucket = bench.bucket("when-" + Integer.toHexString(conditions.hashCode()), "");
        grant(bucket, toAnn("access: ReadWrite, conditions: {%s}".formatted(conditions)));
        Attempt.Target target = target(bucket);
        for (Attempt attempt : new Attempt[] {Attempt.LIST, Attempt.GET, Attempt.PUT, Attempt.DELETE}) {
            assertThat(attempt.isAllowed(ann, target)).as("%s", attempt).isEqualTo(allowed);
        }
    }

    /** Somebody without a tenant names a bucket of a tenant's with tenant:bucket, and the other way round with :bucket. */
    @ParameterizedTest
    @ValueSource(strings = {"userID", "accountID"})
    void usersOfTenantsAreNamedWithTheirTenant(String by) {
        String bucket = bench.bucket("tenants-" + by.toLowerCase(Locale.ROOT), "");
        String tenant = "shop_" + bench.cooper().namespace().replace('-', '_') + by;
        JsonNode tina = bench.user(tenant + "$tina");
        JsonNode tom = bench.user(tenant + "$tom");
        grant(
                bucket,
                "{to: {%s: \"%s\"}, access: Read}"
                        .formatted(by, by.equals("userID") ? tina.path("user").asText() : tenant));
        Attempt.Target target = target(bucket);
        Attempt.Target fromAfar = target.named(":" + bucket);
        try (S3Client tinas = PolicyBench.client(tina);
                S3Client toms = PolicyBench.client(tom)) {
            assertThat(Attempt.GET.isAllowed(tinas, fromAfar)).isTrue();
            assertThat(Attempt.PUT.isAllowed(tinas, fromAfar)).isFalse();
            assertThat(Attempt.GET.isAllowed(toms, fromAfar)).isEqualTo(by.equals("accountID"));
            assertThat(Attempt.GET.isAllowed(stranger, target)).isFalse();
        }
    }

    @Test
    void everyoneReadsWithoutSigningAndOnlyThePrefix() {
        String bucket = bench.bucket("public", "");
        bench.readyPolicy(
                bucket, bucket, "allowPublic: true\ngrants: [{to: {everyone: true}, access: Read, prefix: public/}]");
        bench.owner().putObject(r -> r.bucket(bucket).key("public/a"), RequestBody.fromString("a"));
        Attempt.Target target = target(bucket);
        try (S3Client anonymous = Clients.anonymous(Provider.CEPH_RGW, PolicyBench.endpoint())) {
            assertThat(Attempt.GET.isAllowed(anonymous, target.withKey("public/a")))
                    .isTrue();
            assertThat(Attempt.GET.isAllowed(anonymous, target)).isFalse();
            assertThat(Attempt.PUT.isAllowed(anonymous, target.withKey("public/a")))
                    .isFalse();
            assertThat(Attempt.LIST.isAllowed(anonymous, target)).isFalse();
        }
    }

    /** These name, on RGW, whoever does not sign in, although there is no * in them. */
    @ParameterizedTest
    @CsvSource({
        "'grants: [{to: {userID: anonymous}, access: Read}]', InvalidSpec",
        "'grants: [{to: {roleArn: \"arn:aws:iam:::user/anonymous\"}, access: Read}]', InvalidSpec",
        "arn:aws:iam:::user/anonymous, PublicAccessDenied",
        "arn:aws:iam:::root, PublicAccessDenied",
        "arn:aws-cn:iam:r::root, PublicAccessDenied",
        "'', PublicAccessDenied",
    })
    void everyoneUnderAnotherNameIsNotLetIn(String whom, String reason) {
        String bucket = bench.bucket("hidden-" + Integer.toHexString(whom.hashCode()), "");
        String document = """
                {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {AWS: ["%s"]}, \
                Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::%s/*"]}]}""".formatted(whom, bucket);
        bench.policy(bucket, bucket, whom.startsWith("grants") ? whom : "document: " + document);
        bench.cooper().awaitReason(BucketPolicy.class, bucket, reason);
        assertThat(bench.policyOf(bucket)).isEmpty();

        if (!whom.startsWith("grants")) { // and the store would have done just that
            bench.owner().putObject(r -> r.bucket(bucket).key("a"), RequestBody.fromString("a"));
            bench.owner().putBucketPolicy(r -> r.bucket(bucket).policy(yamlAsJson(document)));
            try (S3Client anonymous = Clients.anonymous(Provider.CEPH_RGW, PolicyBench.endpoint())) {
                assertThat(anonymous
                                .getObjectAsBytes(r -> r.bucket(bucket).key("a"))
                                .asUtf8String())
                        .isEqualTo("a");
            }
        }
    }

    private static String yamlAsJson(String flow) {
        return flow.replaceAll("([{ ])(Version|Statement|Effect|Principal|AWS|Action|Resource):", "$1\"$2\":")
                .replace("Allow", "\"Allow\"");
    }

    /** On RGW an object belongs to whoever put it; the policy reaches it all the same, and the bucket's owner does not. */
    @Test
    void whatAGranteePutsIsReadByGranteesAndNotByTheOwner() {
        String bucket = bench.bucket("drop", "");
        JsonNode ben = bench.user("ben");
        grant(
                bucket,
                toAnn("access: Write")
                        + ", {to: {userID: \"%s\"}, access: Read}"
                                .formatted(ben.path("user").asText()));
        Attempt.Target dropped = target(bucket).withKey("dropped");
        try (S3Client reader = PolicyBench.client(ben)) {
            assertThat(Attempt.PUT.isAllowed(ann, dropped)).isTrue();
            assertThat(Attempt.GET.isAllowed(reader, dropped)).isTrue();
            assertThat(Attempt.GET.isAllowed(bench.owner(), dropped)).isFalse();
            assertThat(Attempt.DELETE.isAllowed(bench.owner(), dropped)).isTrue();
        }
    }

    @Test
    void whatTheGatewayWouldNotHeedIsRefused() {
        String bucket = bench.bucket("unheeded", "");
        bench.policy(bucket, bucket, """
                document:
                  Version: "2012-10-17"
                  Statement:
                    - {Effect: Deny, Principal: {AWS: "%s"}, NotAction: "s3:GetObject", Resource: "arn:aws:s3:::%s/*"}
                    - {Effect: Deny, Principal: "*", Action: "s3:*", Resource: "arn:aws:s3:::%s/*",
                       Condition: {Bool: {"aws:SecureTransport": "false"}}}
                """.formatted(arnOfAnn(), bucket, bucket));
        BucketPolicy refused = bench.cooper().awaitReason(BucketPolicy.class, bucket, "UnsupportedByStore");
        assertThat(Readiness.message(refused))
                .contains("spec.document.Statement[0].NotAction", "spec.document.Statement[1].Condition.Bool");

        Attempt.Target target = Attempt.Target.prepared(bench.owner(), bucket, false);
        for (String unheeded : new String[] {
            "\"NotAction\":\"s3:GetObject\"",
            "\"Action\":\"s3:*\",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"false\"}}"
        }) {
            bench.owner().putBucketPolicy(r -> r.bucket(bucket).policy("""
                    {"Version":"2012-10-17","Statement":[
                     {"Effect":"Allow","Principal":{"AWS":"%1$s"},"Action":"s3:*","Resource":"arn:aws:s3:::%2$s/*"},
                     {"Effect":"Deny","Principal":{"AWS":"%1$s"},%3$s,"Resource":"arn:aws:s3:::%2$s/*"}]}""".formatted(arnOfAnn(), bucket, unheeded)));
            assertThat(Attempt.PUT.isAllowed(ann, target)).as(unheeded).isTrue();
        }
    }

    private String arnOfAnn() {
        return "arn:aws:iam:::user/" + user.path("user").asText();
    }
}
