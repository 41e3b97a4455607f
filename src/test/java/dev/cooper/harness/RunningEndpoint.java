package dev.cooper.harness;

import dev.cooper.cluster.LocalCluster;
import dev.cooper.reconcile.accesskey.EndpointAddress;
import dev.cooper.reconcile.accesskey.KeyHandout;
import dev.cooper.serve.CredentialsServer;
import dev.cooper.serve.TokenReviews;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The credentials endpoint on a free port of localhost, under the rights that deploy/ ships for it. */
public final class RunningEndpoint implements AutoCloseable {
    public static final String AUDIENCE = "storage.cooper.dev";

    private static final Path RIGHTS =
            Path.of("deploy", "kustomize", "overlays", "credentials-endpoint", "credentials-endpoint.yaml");
    private static final Set<String> RIGHT_KINDS = Set.of("ClusterRole", "ClusterRoleBinding");

    private final KubernetesClient client;
    private final Vertx vertx = Vertx.vertx();
    private final OffsetClock clock = new OffsetClock();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final TestCertificate certificate;
    private final CredentialsServer server;

    private RunningEndpoint(KubernetesClient client, TestCertificate certificate) {
        this.client = client;
        this.certificate = certificate;
        this.server = CredentialsServer.start(
                new TokenReviews(client, List.of(AUDIENCE), clock),
                new KeyHandout(client, clock),
                meters,
                vertx,
                pem(certificate),
                "127.0.0.1",
                0);
    }

    public static RunningEndpoint start(TestCertificate certificate) {
        LocalCluster cluster = LocalCluster.get();
        try (InputStream rights = Files.newInputStream(RIGHTS)) {
            cluster.client().load(rights).items().stream()
                    .filter(manifest -> RIGHT_KINDS.contains(manifest.getKind()))
                    .forEach(manifest -> cluster.client().resource(manifest).serverSideApply());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new RunningEndpoint(OperatorHarness.operatorClient(cluster.client()), certificate);
    }

    private static PemKeyCertOptions pem(TestCertificate certificate) {
        return new PemKeyCertOptions()
                .addCertPath(certificate.certificate().toString())
                .addKeyPath(certificate.key().toString());
    }

    public EndpointAddress address() {
        return new EndpointAddress(URI.create("https://localhost:" + server.port()), this::authority);
    }

    private Optional<String> authority() {
        try {
            return Optional.of(Files.readString(certificate.authority()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has it show another certificate. */
    public void renew(TestCertificate other) {
        server.renew(pem(other));
    }

    public OffsetClock clock() {
        return clock;
    }

    public MeterRegistry meters() {
        return meters;
    }

    @Override
    public void close() {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        client.close();
    }
}
