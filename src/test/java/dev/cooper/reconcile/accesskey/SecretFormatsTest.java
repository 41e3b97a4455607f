package dev.cooper.reconcile.accesskey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.cluster.Testbed;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.Readiness;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Secrets in the shapes that software reads. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set by start()
class SecretFormatsTest {
    private OperatorHarness cooper;
    private String bucket;

    @BeforeAll
    void start() {
        cooper = OperatorHarness.start();
        bucket = cooper.bucketName("formats");
        cooper.bucket(bucket, "");
        cooper.awaitReason(Bucket.class, bucket, "Ready");
    }

    @AfterAll
    void stop() {
        cooper.close();
    }

    private AccessKey key(String name, String source, String secret) {
        apply(name, source, secret);
        return cooper.awaitReason(AccessKey.class, name, "Ready");
    }

    private void apply(String name, String source, String secret) {
        cooper.accessKey(name, """
                source: %s
                allowBroad: true
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: %s, %s}
                """.formatted(source, bucket, name, secret));
    }

    private Secret secret(String name) {
        return Objects.requireNonNull(cooper.admin()
                .secrets()
                .inNamespace(cooper.namespace())
                .withName(name)
                .get());
    }

    private Map<String, String> entries(String name) {
        return secret(name).getData().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> new String(Base64.getDecoder().decode(entry.getValue()), UTF_8)));
    }

    @Test
    void severalShapesStandInOneSecretWithTheUsersLabels() throws IOException {
        AccessKey key = key(
                "all",
                "keystoneEc2",
                "formats: [env, credentialsFile, cosi, serviceBinding], labels: {team: shop}, annotations: {note: hello}");
        Map<String, String> entries = entries("all");
        String id = Objects.requireNonNull(key.statusOrEmpty().keyID());
        String endpoint = cooper.cloud().endpoint().toString();

        assertThat(entries)
                .containsEntry("AWS_ACCESS_KEY_ID", id)
                .containsEntry("type", "s3")
                .containsEntry("provider", "kakaocloud")
                .containsEntry("uri", endpoint)
                .containsEntry("host", cooper.cloud().endpoint().getHost())
                .containsEntry(
                        "port", Integer.toString(cooper.cloud().endpoint().getPort()))
                .containsEntry("username", id)
                .containsEntry("password", entries.get("AWS_SECRET_ACCESS_KEY"))
                .containsKeys("credentials", "config");
        JsonNode cosi = new ObjectMapper().readTree(entries.get("BucketInfo")).path("spec");
        assertThat(cosi.path("bucketName").asText()).isEqualTo(bucket);
        assertThat(cosi.path("secretS3").path("endpoint").asText()).isEqualTo(endpoint);
        assertThat(cosi.path("secretS3").path("accessKeyID").asText()).isEqualTo(id);
        assertThat(secret("all").getType()).isEqualTo("servicebinding.io/s3");
        assertThat(secret("all").getMetadata().getLabels()).containsEntry("team", "shop");
        assertThat(secret("all").getMetadata().getAnnotations()).containsEntry("note", "hello");
        assertThat(key.statusOrEmpty().binding()).isNotNull();
    }

    @Test
    void aLabelThatTheSpecNamesNoMoreIsRemovedAndOneOfSomebodyElseStays() {
        key("labels", "keystoneEc2", "labels: {team: shop, tier: gold}, annotations: {note: hello}");
        cooper.admin()
                .secrets()
                .inNamespace(cooper.namespace())
                .withName("labels")
                .edit(secret -> new SecretBuilder(secret)
                        .editMetadata()
                        .addToLabels("theirs", "kept")
                        .endMetadata()
                        .build());
        key("labels", "keystoneEc2", "labels: {team: billing}");

        assertThat(secret("labels").getMetadata().getLabels())
                .containsEntry("team", "billing")
                .containsEntry("theirs", "kept")
                .containsEntry("app.kubernetes.io/managed-by", "cooper")
                .doesNotContainKey("tier");
        assertThat(secret("labels").getMetadata().getAnnotations()).doesNotContainKey("note");
    }

    @Test
    void anObcHasItsConfigMapWhichGoesWithTheFormat() {
        key("obc", "keystoneEc2", "formats: [obc]");
        ConfigMap configMap = Objects.requireNonNull(configMap("obc"));
        assertThat(configMap.getData())
                .containsEntry("BUCKET_HOST", cooper.cloud().endpoint().getHost())
                .containsEntry(
                        "BUCKET_PORT",
                        Integer.toString(cooper.cloud().endpoint().getPort()))
                .containsEntry("BUCKET_NAME", bucket)
                .containsEntry("BUCKET_SUBREGION", "");
        assertThat(entries("obc")).containsOnlyKeys("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");

        cooper.admin().resource(configMap).delete();
        cooper.checkNow(AccessKey.class, "obc");
        Awaitility.await("it is made again").until(() -> configMap("obc") != null);

        key("obc", "keystoneEc2", "formats: [env]");
        assertThat(configMap("obc")).isNull();
    }

    @Test
    void aConfigMapOfSomebodyElseIsNeverTouched() {
        cooper.admin()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("mapped")
                        .withNamespace(cooper.namespace())
                        .endMetadata()
                        .addToData("precious", "value")
                        .build())
                .create();
        apply("mapped", "keystoneEc2", "formats: [obc]");

        AccessKey refused = cooper.awaitReason(AccessKey.class, "mapped", "InvalidSpec");
        assertThat(Readiness.message(refused)).contains("ConfigMap mapped");
        assertThat(Objects.requireNonNull(configMap("mapped")).getData()).containsOnlyKeys("precious");
        assertThat(refused.statusOrEmpty().intentID()).isNull();
    }

    private @Nullable ConfigMap configMap(String name) {
        return cooper.admin()
                .configMaps()
                .inNamespace(cooper.namespace())
                .withName(name)
                .get();
    }

    @Test
    void aTemplateAloneCarriesTheKeyThroughChecks() {
        String template = "formats: [template], template: {app.ini: \"id={{accessKeyId}} bucket={{bucket}}\"}";
        String id = Objects.requireNonNull(
                key("templated", "keystoneEc2", template).statusOrEmpty().keyID());
        assertThat(entries("templated")).containsEntry("app.ini", "id=" + id + " bucket=" + bucket);

        AccessKey changed = key("templated", "keystoneEc2", template.replace("id=", "key="));
        assertThat(changed.statusOrEmpty().keyID()).isEqualTo(id);
        assertThat(entries("templated")).containsEntry("app.ini", "key=" + id + " bucket=" + bucket);
    }

    @Test
    void aTemplateThatAsksForWhatThereIsNotIssuesNoKey() {
        apply("wrong", "keystoneEc2", "formats: [template], template: {app.ini: \"{{acesKeyId}}\"}");
        AccessKey refused = cooper.awaitReason(AccessKey.class, "wrong", "InvalidSpec");

        assertThat(Readiness.message(refused)).contains("spec.secret.template[app.ini]", "acesKeyId");
        assertThat(refused.statusOrEmpty().intentID()).isNull();
    }

    @Test
    void podsThatAreToFetchAKeyNeedAnEndpoint() {
        cooper.accessKey("fetched", """
                source: keystoneEc2
                allowBroad: true
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: fetched, formats: [webIdentity]}
                credentialsEndpoint: {serviceAccounts: [app]}
                """.formatted(bucket));
        AccessKey refused = cooper.awaitReason(AccessKey.class, "fetched", "InvalidSpec");

        assertThat(Readiness.message(refused)).contains("spec.credentialsEndpoint", "is off");
        assertThat(refused.statusOrEmpty().intentID()).isNull();
    }

    /** Each shape alone carries the key through checks and changes. */
    @Test
    void anotherShapeIsWrittenAroundTheSameKey() {
        String id = Objects.requireNonNull(key("changing", "keystoneEc2", "formats: [cosi]")
                .statusOrEmpty()
                .keyID());
        for (String format : new String[] {"serviceBinding", "obc", "credentialsFile", "cosi", "env"}) {
            AccessKey changed = key("changing", "keystoneEc2", "formats: [" + format + "]");
            assertThat(changed.statusOrEmpty().keyID()).as(format).isEqualTo(id);
        }
        assertThat(entries("changing"))
                .containsEntry("AWS_ACCESS_KEY_ID", id)
                .doesNotContainKeys("BucketInfo", "credentials", "username");
    }

    @Test
    void boto3SignsWithTheMountedFiles(@TempDir Path mount) throws IOException, InterruptedException {
        key("files", "stsWebIdentity", "formats: [credentialsFile]");
        for (Map.Entry<String, String> file : entries("files").entrySet()) {
            Files.writeString(mount.resolve(file.getKey()), file.getValue());
        }

        String python = Path.of(Testbed.run("python/install"), "bin", "python").toString();
        ProcessBuilder boto3 = new ProcessBuilder(
                        python,
                        "-c",
                        "import boto3, sys; boto3.client('s3').put_object(Bucket=sys.argv[1], Key='hello', Body=b'hello')",
                        bucket)
                .inheritIO();
        boto3.environment()
                .putAll(Map.of(
                        "AWS_SHARED_CREDENTIALS_FILE",
                                mount.resolve("credentials").toString(),
                        "AWS_CONFIG_FILE", mount.resolve("config").toString()));
        Process process = boto3.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
