package dev.cooper.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.api.ObjectStore;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.RunningEndpoint;
import dev.cooper.harness.TestAccount;
import dev.cooper.harness.TestCertificate;
import dev.cooper.serve.FetchingPod;
import dev.cooper.serve.FetchingPod.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Processes fetch their key at the credentials endpoint and use it on Ceph RGW: sessions, and keys of Keystone. */
@Tag("stores")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set by start()
class FetchingOnRgwTest {
    private Path folder;
    private TestCertificate certificate;
    private RunningEndpoint endpoint;
    private OperatorHarness cooper;
    private TestAccount app;
    private String rgw;
    private String keystone;

    @BeforeAll
    void start(@TempDir Path temporary) {
        folder = temporary;
        certificate = TestCertificate.in(folder.resolve("certificate"));
        endpoint = RunningEndpoint.start(certificate);
        cooper = OperatorHarness.start(endpoint);
        app = TestAccount.create(cooper.admin(), cooper.namespace(), "app");
        rgw = Stores.connect(
                cooper,
                "ceph-rgw",
                Stores.rgw(),
                "sts: {roleARN: \"%s\"}".formatted(SessionRole.arn(Stores.rgw(), cooper.namespace())));
        keystone = Stores.connectKeystone(cooper);
    }

    @AfterAll
    void stop() {
        cooper.close();
        endpoint.close();
        cooper.admin().resources(ObjectStore.class).withName(rgw).delete();
        cooper.admin().resources(ObjectStore.class).withName(keystone).delete();
    }

    @ParameterizedTest
    @CsvSource({
        "BOTO3,   webIdentity,          assumeRole",
        "AWS_CLI, webIdentity,          assumeRole",
        "JAVA,    webIdentity,          assumeRole",
        "JAVA,    containerCredentials, assumeRole",
        "BOTO3,   webIdentity,          keystoneEc2",
        "AWS_CLI, webIdentity,          keystoneEc2",
        "JAVA,    containerCredentials, keystoneEc2",
    })
    void aProcessWritesWithTheKeyThatItFetched(Program program, String format, String source) throws Exception {
        write(program, format, source, format.toLowerCase(Locale.ROOT));
    }

    /** It looks at webIdentity first, where the endpoint refuses it a key without a session token. */
    @Test
    void theSdkForJavaGoesOnToTheFormatThatItCanUse() throws Exception {
        write(Program.JAVA, "containerCredentials, webIdentity", "keystoneEc2", "both");
    }

    private void write(Program program, String formats, String source, String stem) throws Exception {
        String name = "%s-%s-%s"
                .formatted(program, stem, source)
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
        String bucket = cooper.bucketName(name);
        String store = source.equals("keystoneEc2") ? keystone : rgw;
        cooper.bucket(bucket, "storeRef: {name: %s}".formatted(store));
        cooper.awaitReason(Bucket.class, bucket, "Ready");
        cooper.accessKey(name, """
                storeRef: {name: %s}
                source: %s
                allowBroad: true
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: %s, formats: [%s]}
                credentialsEndpoint: {serviceAccounts: [app]}
                """.formatted(store, source, bucket, name, formats));
        String key = KeyUse.keyId(cooper.awaitReason(AccessKey.class, name, "Ready"));

        try (FetchingPod pod = FetchingPod.start(program, app, certificate, folder.resolve(name), name, bucket)) {
            Awaitility.await("SDKs give up on a slow answer after a second")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> pod.put().equals("taken " + key));
        }
        assertThat(cooper.audit().denied()).isEmpty();
    }
}
