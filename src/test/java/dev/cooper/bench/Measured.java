package dev.cooper.bench;

import dev.cooper.api.ObjectStore;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.OperatorProcess;
import dev.cooper.harness.Readiness;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged operator under its shipped rights. */
final class Measured implements AutoCloseable {
    private static final Pattern MILLIS = Pattern.compile("(\\d+) ms");

    private static final Duration GIVING_BACK = Duration.ofSeconds(45);

    private final KubernetesServer kubernetes;
    private final Path directory;
    private final Map<String, String> environment;
    private final String[] options;
    private OperatorProcess process;
    private double startSeconds;

    private Measured(KubernetesServer kubernetes, Path directory, String... options) {
        this.kubernetes = kubernetes;
        this.directory = directory;
        this.environment = kubernetes.podEnvironment(directory);
        this.options = options;
        this.process = launch();
    }

    /** Starts it with the JVM's options of an installation, and further ones. */
    static Measured start(KubernetesServer kubernetes, Path directory, String... options) {
        return new Measured(kubernetes, directory, options);
    }

    private OperatorProcess launch() {
        try {
            OperatorProcess started = OperatorProcess.start(environment, directory.resolve("operator.log"), options);
            Matcher millis = MILLIS.matcher(started.awaitStart());
            if (!millis.find()) {
                throw new IllegalStateException("the operator does not tell how long its start took");
            }
            startSeconds = Double.parseDouble(millis.group(1)) / 1e3;
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void stop() {
        process.close();
    }

    void start() {
        process = launch();
    }

    /** From the start of its process until it handled events, in seconds, at the last start. */
    double startSeconds() {
        return startSeconds;
    }

    /** At rest: nothing is under way, and what it took has been given back, as HeapAtRest and deploy/java.options have it. */
    double residentMebibytes() {
        Waiting.settled(kubernetes::calls);
        Waiting.pass(GIVING_BACK);
        try {
            return process.residentBytes() / (double) (1 << 20);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void connect(Store store, String namespace) {
        kubernetes
                .admin()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(store.name())
                        .withNamespace(OperatorHarness.OPERATOR_NAMESPACE)
                        .endMetadata()
                        .withStringData(store.secret())
                        .build())
                .serverSideApply();
        kubernetes
                .admin()
                .resource(Serialization.unmarshal(
                        """
                        apiVersion: storage.cooper.dev/v1alpha1
                        kind: ObjectStore
                        metadata: {name: %s}
                        spec: {%s, allowedNamespaces: {names: [%s]}}
                        """.formatted(store.name(), store.spec(), namespace), ObjectStore.class))
                .serverSideApply();
        Waiting.until("the store is Ready", () -> isReady(store.name()));
    }

    boolean isReady(String store) {
        return Readiness.isReady(
                kubernetes.admin().resources(ObjectStore.class).withName(store).get());
    }

    void disconnect(String store) {
        kubernetes.admin().resources(ObjectStore.class).withName(store).delete();
        Waiting.until(
                "the store is gone",
                () -> kubernetes
                                .admin()
                                .resources(ObjectStore.class)
                                .withName(store)
                                .get()
                        == null);
    }

    @Override
    public void close() {
        process.close();
    }
}
