package dev.cooper.harness;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The watch over secret values, which each harness ends with, sees them wherever they may stand. */
@SuppressWarnings("NullAway.Init") // set by start()
class SecretWatchTest {
    private OperatorHarness cooper;

    @BeforeEach
    void start() {
        cooper = OperatorHarness.start();
        String bucket = cooper.bucketName("watched");
        cooper.bucket(bucket, "");
        cooper.awaitReason(Bucket.class, bucket, "Ready");
        cooper.accessKey("key", """
                source: stsWebIdentity
                allowBroad: true
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: key, formats: [env, credentialsFile, template], template: {key: "{{secretAccessKey}}"}}
                """.formatted(bucket));
        cooper.awaitReason(AccessKey.class, "key", "Ready");
    }

    private String value(String entry) {
        Secret secret = Objects.requireNonNull(cooper.admin()
                .secrets()
                .inNamespace(cooper.namespace())
                .withName("key")
                .get());
        return new String(Base64.getDecoder().decode(secret.getData().get(entry)), StandardCharsets.UTF_8);
    }

    private void assertTold(String where) {
        assertThatThrownBy(cooper::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a secret value of Secret " + cooper.namespace() + "/key stands in " + where);
    }

    @Test
    void itIsSilentWhereTheyStandInTheirSecretOnly() {
        cooper.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"})
    void itSeesOneInAStatus(String entry) {
        cooper.annotate(AccessKey.class, "key", "example.com/note", "it is " + value(entry));
        assertTold("AccessKey " + cooper.namespace() + "/key");
    }

    @Test
    void itSeesOneThatIsEncodedAndGoneAgain() {
        String encoded = Base64.getEncoder()
                .encodeToString(value("AWS_SECRET_ACCESS_KEY").getBytes(StandardCharsets.UTF_8));
        cooper.annotate(AccessKey.class, "key", "example.com/note", encoded);
        cooper.annotate(AccessKey.class, "key", "example.com/note", null);
        assertTold("AccessKey " + cooper.namespace() + "/key");
    }

    @Test
    void itSeesOneInAConfigMapAndInAnotherSecret() {
        cooper.admin()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("copy")
                        .withNamespace(cooper.namespace())
                        .endMetadata()
                        .addToData("copied", value("key"))
                        .build())
                .create();
        cooper.admin()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("copy")
                        .withNamespace(cooper.namespace())
                        .endMetadata()
                        .addToStringData("copied", value("key"))
                        .build())
                .create();
        assertThatThrownBy(cooper::close)
                .hasMessageContaining("stands in ConfigMap " + cooper.namespace() + "/copy")
                .hasMessageContaining("stands in Secret " + cooper.namespace() + "/copy");
    }

    @Test
    void itSeesOneInTheLogAlsoAtTrace() {
        LoggerFactory.getLogger("dev.cooper.any").trace("signed with {}", value("AWS_SECRET_ACCESS_KEY"));
        assertTold("the log");
    }
}
