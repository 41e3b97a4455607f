package dev.cooper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.api.ObjectStore;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.OperatorProcess;
import dev.cooper.harness.Readiness;
import dev.cooper.simulator.FaultRule;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** No secret value stands anywhere but in the Secret that it belongs to, not even in a log at TRACE. */
class SecrecyIT {
    private static final Path LOG = Path.of("target", "operator-at-trace.log");

    @Test
    void theLogAtTraceTheEventsAndTheStatusesHoldNoSecret() throws IOException {
        try (OperatorHarness cooper = OperatorHarness.withoutOperator();
                OperatorProcess operator =
                        OperatorProcess.start(cooper.cluster().kubeconfig(), LOG, "-Dquarkus.log.level=TRACE")) {
            operator.awaitStart();
            work(cooper);
            Map<String, String> canaries = canaries(cooper);
            assertThat(canaries).hasSizeGreaterThanOrEqualTo(5);

            String log = Files.readString(LOG);
            assertThat(log).as("the log is a log at TRACE").contains(" TRACE ").contains("dev.cooper");
            List<String> elsewhere = resources(cooper);
            canaries.forEach((name, value) -> {
                assertThat(log.contains(value)).as("%s in the log", name).isFalse();
                assertThat(log.contains(base64(value)))
                        .as("%s, encoded, in the log", name)
                        .isFalse();
                assertThat(elsewhere)
                        .as("%s in a status or an event", name)
                        .noneMatch(resource -> resource.contains(value) || resource.contains(base64(value)));
            });
        }
    }

    /** Success, failure, renewal and refusal: each has messages of its own. */
    private static void work(OperatorHarness cooper) {
        cooper.connectStore("");
        String bucket = cooper.bucketName("secret");
        cooper.cloud()
                .addFault(FaultRule.status(500, "InternalError")
                        .on("CreateBucket")
                        .times(2));
        cooper.cloud()
                .addFault(FaultRule.status(403, "SignatureDoesNotMatch")
                        .on("PutBucketEncryption")
                        .times(1));
        cooper.bucket(bucket, "encryption: {algorithm: AES256}");
        cooper.awaitReason(Bucket.class, bucket, "Ready");
        key(cooper, "keystoneEc2", bucket, "env, credentialsFile, cosi, serviceBinding, obc, template", "a");
        key(cooper, "keystoneEc2", bucket, "template, obc", "b");
        key(cooper, "stsWebIdentity", bucket, "env, credentialsFile, obc, template", "a");
        cooper.accessKey("refused", """
                source: keystoneEc2
                allowBroad: true
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: refused, formats: [template], template: {wrong: "{{secretAccessKey}}{{nothing}}"}}
                """.formatted(bucket));
        cooper.awaitReason(AccessKey.class, "refused", "InvalidSpec");
    }

    /** In every shape; another trigger rotates it, with an overlap. */
    private static void key(OperatorHarness cooper, String source, String bucket, String formats, String trigger) {
        String name = source.toLowerCase(Locale.ROOT);
        cooper.accessKey(name, """
                source: %s
                allowBroad: true
                buckets: [{bucketRef: {name: %s}}]
                secret:
                  name: %s
                  formats: [%s]
                  template: {app.ini: "secret={{secretAccessKey}} token={{sessionToken}}"}
                rotation: {trigger: %s}
                """.formatted(source, bucket, name, formats, trigger));
        cooper.await(
                AccessKey.class,
                name,
                key -> Readiness.isReady(key)
                        && trigger.equals(key.statusOrEmpty().rotationTrigger()));
    }

    private static Map<String, String> canaries(OperatorHarness cooper) {
        Map<String, String> canaries = new LinkedHashMap<>();
        canaries.put(
                "the application credential's secret",
                cooper.cloud().applicationCredential().secret());
        for (String name : List.of("keystoneec2", "stswebidentity")) {
            Secret secret = Objects.requireNonNull(cooper.admin()
                    .secrets()
                    .inNamespace(cooper.namespace())
                    .withName(name)
                    .get());
            secret.getData().forEach((key, value) -> {
                if (key.equals("AWS_SECRET_ACCESS_KEY") || key.equals("AWS_SESSION_TOKEN")) {
                    canaries.put(
                            name + " " + key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8));
                }
            });
        }
        cooper.cloud().ec2Keys().forEach(key -> canaries.put("EC2 key " + key.access(), key.secret()));
        return canaries;
    }

    private static List<String> resources(OperatorHarness cooper) {
        List<HasMetadata> resources = new ArrayList<>();
        resources.addAll(cooper.admin().resources(ObjectStore.class).list().getItems());
        resources.addAll(
                cooper.admin().resources(Bucket.class).inAnyNamespace().list().getItems());
        resources.addAll(cooper.admin()
                .resources(AccessKey.class)
                .inAnyNamespace()
                .list()
                .getItems());
        resources.addAll(cooper.admin()
                .configMaps()
                .inNamespace(cooper.namespace())
                .list()
                .getItems());
        resources.addAll(
                cooper.admin().events().v1().events().inAnyNamespace().list().getItems());
        return resources.stream().map(Serialization::asJson).toList();
    }

    private static String base64(String value) {
        return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }
}
