package dev.cooper.reconcile.accesskey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.Readiness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Labels and annotations that Kubernetes would not take are refused, and no key is lost to them. */
@SuppressWarnings("NullAway.Init") // set by start()
class SecretMetadataTest {
    private OperatorHarness cooper;
    private String bucket;
    private int keysBefore;

    @BeforeEach
    void start() {
        cooper = OperatorHarness.start();
        bucket = cooper.bucketName("refused");
        cooper.bucket(bucket, "");
        cooper.awaitReason(Bucket.class, bucket, "Ready");
        keysBefore = cooper.cloud().ec2Keys().size();
    }

    @AfterEach
    void stop() {
        cooper.close();
    }

    private void apply(String secret) {
        cooper.accessKey("key", """
                source: keystoneEc2
                allowBroad: true
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: key, %s}
                """.formatted(bucket, secret));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "labels: {\"my label\": a}      | spec.secret.labels[my label]: a name has",
                "labels: {team: \"the shop\"}   | spec.secret.labels[team]: a value is",
                "annotations: {\"/team\": a}    | spec.secret.annotations[/team]: a name has",
            })
    void whatKubernetesTakesForNoLabelOrAnnotationIsRefusedBeforeAKeyIsIssued(String secret, String complaint) {
        apply(secret);

        assertThat(Readiness.message(cooper.awaitReason(AccessKey.class, "key", "InvalidSpec")))
                .startsWith(complaint);
        assertThat(cooper.cloud().ec2Keys()).hasSize(keysBefore);
    }
}
