package dev.cooper.simulator;

import static dev.cooper.simulator.Answers.assertOk;
import static dev.cooper.simulator.Answers.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The writes of a bucket's configuration: required headers, and bodies that no ordinary client makes. */
class ConfigurationTest {
    private static final String XSI = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
    private static final String ENCRYPTION = "<ServerSideEncryptionConfiguration><Rule>"
            + "<ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm>"
            + "</ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>";

    private final KakaoCloudSimulator simulator = KakaoCloudSimulator.start();
    private final SignedClient client = SignedClient.of(simulator);

    @BeforeEach
    void createBucket() throws Exception {
        assertOk(client.call("PUT", "/photos").send());
    }

    @AfterEach
    void close() {
        simulator.close();
    }

    private String acl(String grants) {
        return "<AccessControlPolicy><AccessControlList>" + grants + "</AccessControlList></AccessControlPolicy>";
    }

    private String userGrant(String permission) {
        return "<Grant><Grantee " + XSI + " xsi:type=\"CanonicalUser\"><ID>" + simulator.userId()
                + "</ID></Grantee><Permission>" + permission + "</Permission></Grant>";
    }

    @ParameterizedTest
    @ValueSource(strings = {"acl", "encryption", "lifecycle"})
    void needsContentMd5(String subresource) throws Exception {
        assertRefused(
                client.call("PUT", "/photos?" + subresource)
                        .header("Content-Type", "text/html")
                        .body("<x/>")
                        .send(),
                400,
                "InvalidRequest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"acl", "encryption", "lifecycle"})
    void needsTextHtml(String subresource) throws Exception {
        assertRefused(
                client.call("PUT", "/photos?" + subresource)
                        .header("Content-Type", "application/xml")
                        .body("<x/>")
                        .md5()
                        .send(),
                400,
                "InvalidRequest");
    }

    @Test
    void needsContentMd5EvenForACannedAcl() throws Exception {
        SignedClient.Call call = client.call("PUT", "/photos?acl")
                .header("x-amz-acl", "public-read")
                .header("Content-Type", "text/html");

        assertRefused(call.send(), 400, "InvalidRequest");
        assertOk(call.md5().send());
    }

    @Test
    void refusesAWrongContentMd5() throws Exception {
        SignedClient.Call call = client.call("PUT", "/photos?encryption")
                .header("Content-Type", "text/html")
                .body(ENCRYPTION);

        assertRefused(call.header("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==").send(), 400, "BadDigest");
        assertRefused(call.header("Content-MD5", "short").send(), 400, "InvalidDigest");
        assertThat(simulator.bucket("photos").encryption()).isEmpty();
    }

    @Test
    void takesThePermissionInBothSpellings() throws Exception {
        assertOk(client.configuration("/photos?acl", acl(userGrant("FULL_CONTROL") + userGrant("READ-ACP")))
                .send());

        assertThat(simulator.bucket("photos").acl())
                .extracting(Grant::permission)
                .containsExactly(Permission.FULL_CONTROL, Permission.READ_ACP);
        assertThat(client.call("GET", "/photos?acl").send().body())
                .contains("<Permission>READ_ACP</Permission>", "xsi:type=\"CanonicalUser\"");
    }

    @Test
    void refusesTypesOfGranteeThatThePageDoesNotHave() throws Exception {
        String mail = "<Grant><Grantee " + XSI + " xsi:type=\"AmazonCustomerByEmail\">"
                + "<EmailAddress>a@example.com</EmailAddress></Grantee><Permission>READ</Permission></Grant>";

        assertRefused(
                client.configuration("/photos?acl", acl(userGrant("FULL_CONTROL") + mail))
                        .send(),
                400,
                "InvalidArgument");
        assertThat(simulator.bucket("photos").acl()).hasSize(1);
    }

    @Test
    void anAclWithNeitherBodyNorHeadersIsRefused() throws Exception {
        assertRefused(client.configuration("/photos?acl", "").send(), 400, "MalformedACLError");
    }

    @Test
    void writesGroupsWithAUriOrAsThePagesSampleDoes() throws Exception {
        try (KakaoCloudSimulator asOnThePage =
                KakaoCloudSimulator.builder().groupGrantee(GroupGrantee.ID).start()) {
            BucketControl bucket = asOnThePage.createBucket(asOnThePage.projectId(), asOnThePage.userId(), "photos");
            Grant everybody = new Grant(Grantee.allUsers(), Permission.READ);
            bucket.addGrant(everybody);
            simulator.bucket("photos").addGrant(everybody);

            assertThat(client.call("GET", "/photos?acl").send().body())
                    .contains("xsi:type=\"Group\"><URI>" + Grantee.ALL_USERS_URI + "</URI>");
            assertThat(SignedClient.of(asOnThePage)
                            .call("GET", "/photos?acl")
                            .send()
                            .body())
                    .contains("xsi:type=\"Group\"><ID>" + Grantee.ALL_USERS_URI + "</ID><DisplayName>");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not xml",
                "<LifecycleConfiguration/>",
                "<Other/>",
                "<LifecycleConfiguration><Rule><Status>Enabled</Status></LifecycleConfiguration>",
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><LifecycleConfiguration>&e;"
                        + "</LifecycleConfiguration>",
                "<LifecycleConfiguration><Rule><Status>On</Status><Prefix/><Expiration><Days>1</Days></Expiration>"
                        + "</Rule></LifecycleConfiguration>",
                "<LifecycleConfiguration><Rule><Status>Enabled</Status><Colour>red</Colour><Prefix/>"
                        + "<Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>",
                "<LifecycleConfiguration><Rule><Status>Enabled</Status><Expiration><Days>1</Days></Expiration>"
                        + "</Rule></LifecycleConfiguration>",
                "<LifecycleConfiguration><Rule><Status>Enabled</Status><Prefix/></Rule></LifecycleConfiguration>",
                "<LifecycleConfiguration><Rule><Status>Enabled</Status><Filter><Prefix/><Tag><Key>a</Key>"
                        + "<Value>b</Value></Tag></Filter><Expiration><Days>1</Days></Expiration></Rule>"
                        + "</LifecycleConfiguration>",
                "<LifecycleConfiguration><Rule><Status>Enabled</Status><Filter><And><Prefix>p</Prefix></And></Filter>"
                        + "<Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>"
            })
    void refusesALifecycleThatIsNone(String xml) throws Exception {
        assertRefused(client.configuration("/photos?lifecycle", xml).send(), 400, "MalformedXML");
        assertThat(simulator.bucket("photos").lifecycle()).isEmpty();
    }

    @Test
    void answersALifecycleInTheOrderOfThePage() throws Exception {
        simulator.bucket("photos").replaceLifecycle(LifecycleRule.expiring("r", 3, "logs/", Map.of("k", "v")));

        assertThat(client.call("GET", "/photos?lifecycle").send().body())
                .endsWith("<LifecycleConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Rule>"
                        + "<Status>Enabled</Status><Expiration><Days>3</Days></Expiration>"
                        + "<Filter><And><Prefix>logs/</Prefix><Tag><Key>k</Key><Value>v</Value></Tag></And></Filter>"
                        + "<ID>r</ID></Rule></LifecycleConfiguration>");
    }

    @Test
    void unsupportedOperationsAreRefusedAndRecorded() throws Exception {
        assertRefused(client.call("GET", "/photos?policy").send(), 501, "NotImplemented");
        assertRefused(client.call("GET", "/photos?no-such-thing").send(), 405, "MethodNotAllowed");
        try (KakaoCloudSimulator other =
                KakaoCloudSimulator.builder().refuseWithMethodNotAllowed().start()) {
            assertRefused(
                    SignedClient.of(other).call("PUT", "/photos?versioning").send(), 405, "MethodNotAllowed");
        }
        assertThat(simulator.unsupportedRequests())
                .extracting(RecordedRequest::operation)
                .isEqualTo(List.of("GetBucketPolicy", "Unknown"));
    }
}
