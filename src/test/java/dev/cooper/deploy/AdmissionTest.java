package dev.cooper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the API server refuses at once, by the chart's policies. */
class AdmissionTest {
    private static final String PURGE = "storage.cooper.dev/purge";
    private static final String LATER = "storeRef: {name: later}";

    private final Installation installation = Installation.get();
    private final String namespace = installation.cluster().newNamespace();
    private final String store = "store-" + namespace;

    /** A policy is in force some time after it was accepted, and so is a parameter of it. */
    @BeforeEach
    void aStoreThatAdmitsNobody() {
        store(store, "");
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> create(
                        "probe", "storeRef: {name: %s}".formatted(store))
                .err()
                .contains("does not admit"));
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> create("probe", LATER, PURGE + ": other")
                .err()
                .contains("must be the name of the bucket"));
    }

    private void store(String name, String moreSpec) {
        installation.apply("""
                apiVersion: storage.cooper.dev/v1alpha1
                kind: ObjectStore
                metadata: {name: %s}
                spec: {provider: kakaocloud, credentials: {secretRef: {name: nothing}}%s}
                """.formatted(name, moreSpec));
    }

    private Tool.Run create(String name, String spec) {
        return create(name, spec, "");
    }

    private Tool.Run create(String name, String spec, String annotations, String... arguments) {
        return apply("create", "Bucket", name, spec, annotations, arguments);
    }

    private Tool.Run apply(
            String verb, String kind, String name, String spec, String annotations, String... arguments) {
        String[] command = Stream.concat(Stream.of(arguments), Stream.of(verb, "--dry-run=server", "-f", "-"))
                .toArray(String[]::new);
        return installation.kubectl().tryOn("""
                apiVersion: storage.cooper.dev/v1alpha1
                kind: %s
                metadata: {name: %s, namespace: %s, annotations: {%s}}
                spec: {%s}
                """.formatted(kind, name, namespace, annotations, spec), command);
    }

    @Test
    void aStoreThatDoesNotAdmitTheNamespaceIsNamed() {
        Tool.Run run = create("receipts", "storeRef: {name: %s}".formatted(store));
        assertThat(run.exit()).isNotZero();
        assertThat(run.err())
                .contains("ObjectStore %s does not admit namespace %s".formatted(store, namespace))
                .contains("spec.allowedNamespaces.names");
        assertThat(apply(
                                "create",
                                "AccessKey",
                                "receipts",
                                "storeRef: {name: %s}, buckets: [{bucketRef: {name: b}}], secret: {name: s}"
                                        .formatted(store),
                                "")
                        .err())
                .contains("does not admit namespace " + namespace);
    }

    @ParameterizedTest
    @CsvSource({"%s, true", "tes*, true", "*, true", "test-*, true", "%s-x, false", "team-*, false"})
    void namesAdmitAsTheOperatorReadsThem(String name, boolean admitted) {
        String other = "other-" + namespace;
        store(other, ", allowedNamespaces: {names: [\"%s\"]}".formatted(name.formatted(namespace)));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> create("receipts", "storeRef: {name: %s}".formatted(other))
                                .exit()
                        == (admitted ? 0 : 1));
        installation.kubectl().run("delete", "objectstore", other);
    }

    @Test
    void theDefaultStoreIsMeantWhereNoneIsNamed() {
        String other = "default-" + namespace;
        store(other, ", default: true");
        try {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> create("receipts", "")
                    .err()
                    .contains("ObjectStore %s does not admit".formatted(other)));
        } finally {
            installation.kubectl().run("delete", "objectstore", other);
        }
    }

    @Test
    void aStoreThatIsNotThereYetIsNoMistake() {
        assertThat(create("receipts", LATER).exit()).isZero();
    }

    @Test
    void thePurgeKeyIsTheNameOfTheBucket() {
        assertThat(create("receipts", LATER + ", bucketName: receipts-2026", PURGE + ": receipts")
                        .err())
                .contains("must be the name of the bucket whose every object is to be deleted, receipts-2026");
        assertThat(create("receipts", LATER + ", bucketName: receipts-2026", PURGE + ": receipts-2026")
                        .exit())
                .isZero();
        assertThat(create("receipts", LATER, PURGE + ": receipts").exit()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"edit, false", "admin, true"})
    void thePurgeKeyNeedsARight(String role, boolean may) {
        String user = installation.user(namespace, role);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> create("receipts", LATER, "", "--as", user).exit() == 0);

        Tool.Run run = create("receipts", LATER, PURGE + ": receipts", "--as", user);
        assertThat(run.exit() == 0).as(run.err()).isEqualTo(may);
        if (!may) {
            assertThat(run.err()).contains("may be set with the right \"purge\"");
        }
    }
}
