package dev.cooper.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.cluster.LocalCluster;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.OperatorProcess;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Secrets of others cost the operator nothing, however many and large they are. */
@Tag("faults")
@ExtendWith(InReport.class)
class ForeignSecretsTest {
    private static final int SECRETS = 300;
    private static final int MEGABYTE = 1_000_000;

    @Test
    void threeHundredForeignSecretsOfOneMegabyteAreNeitherReadNorHeld() throws IOException {
        LocalCluster cluster = LocalCluster.another("foreign-secrets");
        Files.createDirectories(World.FOLDER);
        try (OperatorHarness cooper = OperatorHarness.withoutOperator(cluster)) {
            long before;
            try (OperatorProcess operator = start(cluster)) {
                cooper.connectStore("");
                before = residentAfterWork(cooper, operator, "before");
                createSecrets(cooper);
                assertThat(residentAfterWork(cooper, operator, "beside") - before)
                        .as("bytes more than before")
                        .isLessThan(SECRETS * MEGABYTE / 5);
            }
            try (OperatorProcess operator = start(cluster)) {
                operator.awaitStart();
                assertThat(residentAfterWork(cooper, operator, "after") - before)
                        .as("bytes more than before, in a new process")
                        .isLessThan(SECRETS * MEGABYTE / 5);
            }
            assertThat(cluster.auditLog()
                            .filter(line ->
                                    line.contains("\"username\":\"system:serviceaccount:cooper-system:cooper\""))
                            .filter(line -> line.contains("/secrets")))
                    .isNotEmpty()
                    .noneMatch(line -> line.contains("foreign-"))
                    .noneMatch(line -> line.contains("\"requestURI\":\"/api/v1/secrets"))
                    .noneMatch(line -> line.contains("/namespaces/" + cooper.namespace() + "/secrets?"));
        } finally {
            cluster.stop();
        }
    }

    private static OperatorProcess start(LocalCluster cluster) throws IOException {
        return OperatorProcess.start(cluster.operatorKubeconfig(), World.FOLDER.resolve("foreign-secrets.log"));
    }

    /** With a bucket and a key, so that Secrets are written and watched in earnest. */
    private static long residentAfterWork(OperatorHarness cooper, OperatorProcess operator, String stem)
            throws IOException {
        String bucket = cooper.bucketName(stem);
        cooper.bucket(bucket, "");
        cooper.accessKey(stem, """
                source: keystoneEc2
                allowBroad: true
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: %s}
                """.formatted(bucket, stem));
        cooper.awaitReason(Bucket.class, bucket, "Ready");
        cooper.awaitReason(AccessKey.class, stem, "Ready");
        cooper.delete(Objects.requireNonNull(cooper.get(AccessKey.class, stem)));
        return operator.residentBytes();
    }

    private static void createSecrets(OperatorHarness cooper) {
        String megabyte = Base64.getEncoder().encodeToString(new byte[MEGABYTE]);
        IntStream.range(0, SECRETS).parallel().forEach(i -> cooper.admin()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("foreign-" + i)
                        .withNamespace(cooper.namespace())
                        .endMetadata()
                        .addToData("blob", megabyte)
                        .build())
                .create());
    }
}
