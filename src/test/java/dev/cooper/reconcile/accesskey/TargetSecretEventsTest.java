package dev.cooper.reconcile.accesskey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.deploy.Chart;
import dev.cooper.harness.OperatorHarness;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.micrometer.core.instrument.Counter;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In the namespaces that the chart's secrets.watchNamespaces lists, Secrets are healed at once and not at the next check. */
@SuppressWarnings("NullAway.Init") // set by start()
class TargetSecretEventsTest {
    /** The driftInterval of the harness' store is ten minutes. */
    private static final ConditionFactory AT_ONCE =
            Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));

    private OperatorHarness cooper;
    private String bucket;

    @BeforeEach
    void start() {
        cooper = OperatorHarness.withoutOperator();
        bucket = cooper.bucketName("healed");
    }

    @AfterEach
    void stop() {
        cooper.close();
    }

    private void allowed() {
        String rights = new Chart()
                .render(
                        "--show-only",
                        "templates/rbac.yaml",
                        "--set",
                        "secrets.watchNamespaces={%s}".formatted(cooper.namespace()));
        cooper.admin()
                .load(new ByteArrayInputStream(rights.getBytes(StandardCharsets.UTF_8)))
                .serverSideApply();
    }

    private void watching(String... namespaces) {
        cooper.watchSecrets(namespaces);
        cooper.startOperator();
        cooper.connectStore("");
        cooper.bucket(bucket, "");
        cooper.awaitReason(Bucket.class, bucket, "Ready");
    }

    private AccessKey issue(String name) {
        cooper.accessKey(name, """
                source: keystoneEc2
                allowBroad: true
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: %s, labels: {team: shop}}
                """.formatted(bucket, name));
        return cooper.awaitReason(AccessKey.class, name, "Ready");
    }

    private Secret secret(String name) {
        return Objects.requireNonNull(cooper.admin()
                .secrets()
                .inNamespace(cooper.namespace())
                .withName(name)
                .get());
    }

    private void edit(String name, UnaryOperator<Secret> change) {
        cooper.admin().secrets().inNamespace(cooper.namespace()).withName(name).edit(change);
    }

    enum Edit {
        ENTRY,
        ONE_MORE_ENTRY,
        LABEL_OF_THE_SPEC,
        THE_LABEL_THAT_IS_WATCHED,
        CHECKSUM;

        Secret of(Secret secret) {
            SecretBuilder edited = new SecretBuilder(secret);
            return (switch (this) {
                        case ENTRY -> edited.addToData("BUCKET_NAME", "b3RoZXI=");
                        case ONE_MORE_ENTRY -> edited.addToData("MORE", "bW9yZQ==");
                        case LABEL_OF_THE_SPEC ->
                            edited.editMetadata().addToLabels("team", "other").endMetadata();
                        case THE_LABEL_THAT_IS_WATCHED ->
                            edited.editMetadata()
                                    .removeFromLabels("storage.cooper.dev/access-key")
                                    .endMetadata();
                        case CHECKSUM ->
                            edited.editMetadata()
                                    .removeFromAnnotations("storage.cooper.dev/checksum")
                                    .endMetadata();
                    })
                    .build();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEditIsUndoneAtOnceWithoutAnotherKey(Edit edit) {
        allowed();
        watching(cooper.namespace());
        issue("edited");
        Secret before = secret("edited");

        edit("edited", edit::of);

        AT_ONCE.until(() -> contents(secret("edited")).equals(contents(before)));
    }

    private static List<Map<String, String>> contents(Secret secret) {
        return List.of(
                secret.getData(),
                secret.getMetadata().getLabels(),
                secret.getMetadata().getAnnotations());
    }

    @Test
    void aDeletedSecretIsMadeAnewAtOnceAndItsKeyRevoked() {
        allowed();
        watching(cooper.namespace());
        String lost = issue("deleted").getStatus().keyID();

        cooper.admin().resource(secret("deleted")).delete();

        cooper.await(
                AccessKey.class,
                "deleted",
                key -> !Objects.equals(key.getStatus().keyID(), lost)
                        && key.getStatus().previousKeyID() == null);
        assertThat(secret("deleted").getData()).containsKey("AWS_SECRET_ACCESS_KEY");
        assertThat(cooper.cloud().ec2Keys()).noneMatch(key -> key.access().equals(lost));
    }

    /** Events come in order: were one of Cooper's own writes taken for an edit, it would be counted before the heal. */
    @Test
    void whatCooperWritesItselfOrNobodyHasToHealWakesNothing() {
        allowed();
        watching(cooper.namespace());
        String key = Objects.requireNonNull(issue("calls").getStatus().keyID());
        AT_ONCE.until(() -> reconciliations("success") == reconciliations("started"));
        double before = reconciliations("success");
        long signed = signedBy(key);

        edit("calls", secret -> new SecretBuilder(secret)
                .editMetadata()
                .addToLabels("of-somebody-else", "stays")
                .addToAnnotations("of-somebody-else", "stays")
                .endMetadata()
                .build());
        edit("calls", Edit.ENTRY::of);
        AT_ONCE.until(() -> cooper.audit().requests().stream()
                .anyMatch(request -> request.equals("update secrets " + cooper.namespace() + "/calls 200")));
        edit("calls", Edit.ONE_MORE_ENTRY::of);
        AT_ONCE.until(() -> reconciliations("success") == before + 2
                && !secret("calls").getData().containsKey("MORE"));

        cooper.checkNow(AccessKey.class, "calls");
        AT_ONCE.until(() -> reconciliations("success") >= before + 3);
        assertThat(reconciliations("success")).isEqualTo(before + 3);
        assertThat(signedBy(key)).as("one request each time").isEqualTo(signed + 3);
        assertThat(secret("calls").getMetadata().getLabels()).containsEntry("of-somebody-else", "stays");
        assertThat(cooper.audit().denied()).isEmpty();
    }

    /** As two tools do that both think a Secret theirs. */
    @Test
    @Tag("faults") // takes two of the limit's periods
    void whoRewritesASecretEachTimeIsAnsweredNowAndThen() {
        allowed();
        watching(cooper.namespace());
        issue("fought");
        Secret before = secret("fought");
        Instant began = Instant.now();
        for (int i = 0; i < 50; i++) {
            edit("fought", Edit.ENTRY::of);
            AT_ONCE.until(() -> contents(secret("fought")).equals(contents(before)));
        }
        double periods = Duration.between(began, Instant.now()).toSeconds() / 10.0;
        assertThat(50.0).as("answers in so many periods").isLessThanOrEqualTo(20 * (periods + 1));
    }

    @Test
    void otherSecretsOfTheNamespaceAreNotAskedFor() {
        allowed();
        cooper.admin()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(cooper.namespace())
                        .withName("of-somebody-else")
                        .endMetadata()
                        .build())
                .create();
        watching(cooper.namespace());
        issue("selected");
        cooper.stopOperator();

        AT_ONCE.until(() -> cooper.audit().secretQueries().stream().anyMatch(query -> query.startsWith("watch ")));
        assertThat(cooper.audit().secretQueries()).hasSizeGreaterThan(1).allSatisfy(query -> assertThat(query)
                .contains("labelSelector=storage.cooper.dev/access-key&"));
        assertThat(cooper.audit().denied()).isEmpty();
    }

    @Test
    void aNamespaceThatIsNotListedIsNotWatched() {
        watching();
        issue("unwatched");
        cooper.stopOperator();

        assertThat(cooper.audit().secretQueries()).isEmpty();
        assertThat(cooper.audit().denied()).isEmpty();
    }

    /** As where a namespace was deleted, and its RoleBinding with it: the others must not suffer. */
    @Test
    void aNamespaceThatMayNotBeWatchedIsToldAndStopsNothing() {
        watching(cooper.namespace());
        String lost = issue("forbidden").getStatus().keyID();
        String told = "Secrets of namespace %s may not be watched".formatted(cooper.namespace());
        AT_ONCE.until(() -> cooper.logged().anyMatch(line -> line.contains(told)));

        allowed();
        AT_ONCE.until(() -> cooper.audit().secretQueries().stream().anyMatch(query -> query.endsWith(" 200")));
        cooper.admin().resource(secret("forbidden")).delete();

        cooper.await(
                AccessKey.class,
                "forbidden",
                key -> !Objects.equals(key.getStatus().keyID(), lost));
        assertThat(cooper.logged().filter(line -> line.contains(told))).hasSize(1);
    }

    private double reconciliations(String what) {
        return cooper
                .meters()
                .find("reconciliations." + what + ".total")
                .tag("controller.name", "accesskey")
                .counters()
                .stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private long signedBy(String keyId) {
        return cooper.cloud().requests().stream()
                .filter(request -> keyId.equals(request.accessKeyId()))
                .count();
    }
}
