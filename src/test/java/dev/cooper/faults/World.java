package dev.cooper.faults;

import dev.cooper.api.ObjectStore;
import dev.cooper.cluster.LocalCluster;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.OperatorProcess;
import dev.cooper.simulator.ApplicationCredential;
import dev.cooper.simulator.KakaoCloudSimulator;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javax.net.SocketFactory;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * The packaged operator as a process of its own, with the rights that deploy/rbac.yaml ships, and a proxy between it and
 * each server that it talks to. One for many runs: each has a namespace.
 */
final class World implements AutoCloseable {
    static final String KAKAOCLOUD = "faults-kakaocloud";
    static final String CEPH = "faults-ceph";
    /** A user of the simulator, to whom buckets are granted. */
    static final String READER = "3fa85f6457174562b3fc2c963f66afa6";

    static final Path FOLDER = Path.of("target", "faults");

    private final LocalCluster cluster = LocalCluster.get();
    private final KakaoCloudSimulator cloud =
            KakaoCloudSimulator.builder().credentialsApi(true).start();
    private final Strikes strikes = new Strikes(this::killOperator);
    private final FaultProxy api;
    private final FaultProxy s3;
    private final FaultProxy keystone;
    private volatile @Nullable OperatorProcess operator;
    private int starts;

    World() throws IOException, GeneralSecurityException {
        cloud.addUser(READER, "reader", "no password", cloud.projectId());
        KubernetesClient admin = cluster.client();
        api = new FaultProxy(
                Side.API,
                URI.create(admin.getMasterUrl().toString()),
                SSLUtils.sslContext(admin.getConfiguration()).getSocketFactory(),
                strikes);
        s3 = new FaultProxy(Side.S3, cloud.endpoint(), SocketFactory.getDefault(), strikes);
        keystone = new FaultProxy(Side.KEYSTONE, cloud.identityEndpoint(), SocketFactory.getDefault(), strikes);
        Files.createDirectories(FOLDER);
        Files.writeString(FOLDER.resolve("kubeconfig"), kubeconfig(admin));
        startOperator();
        connectStores();
    }

    private String kubeconfig(KubernetesClient admin) {
        TokenRequest token = admin.serviceAccounts()
                .inNamespace(OperatorHarness.OPERATOR_NAMESPACE)
                .withName("cooper")
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(7_200L)
                        .endSpec()
                        .build());
        return """
                apiVersion: v1
                kind: Config
                current-context: faults
                clusters: [{name: faults, cluster: {server: "%s"}}]
                users: [{name: faults, user: {token: "%s"}}]
                contexts: [{name: faults, context: {cluster: faults, user: faults}}]
                """.formatted(api.uri(), token.getStatus().getToken());
    }

    private void connectStores() {
        ApplicationCredential credential = cloud.applicationCredential();
        cluster.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(KAKAOCLOUD)
                        .withNamespace(OperatorHarness.OPERATOR_NAMESPACE)
                        .endMetadata()
                        .addToStringData("OS_APPLICATION_CREDENTIAL_ID", credential.id())
                        .addToStringData("OS_APPLICATION_CREDENTIAL_SECRET", credential.secret())
                        .build())
                .create();
        connect(KAKAOCLOUD, "provider: kakaocloud", "STS");
        connect(CEPH, "provider: ceph-rgw\n  region: " + cloud.region(), "EC2");
    }

    void connect(String name, String provider, String exchange) {
        cluster.client()
                .resource(Serialization.unmarshal(storeYaml(name, provider, exchange), ObjectStore.class))
                .create();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> OperatorHarness.isReady(cluster.client()
                        .resources(ObjectStore.class)
                        .withName(name)
                        .get()));
    }

    /** An ObjectStore of the simulator, behind the proxies. */
    String storeYaml(String name, String provider, String exchange) {
        return """
                apiVersion: storage.cooper.dev/v1alpha1
                kind: ObjectStore
                metadata:
                  name: %s
                spec:
                  %s
                  endpoint: %s
                  driftInterval: 10m
                  publicAccess: Allowed
                  keystone:
                    endpoint: %s/identity/v3
                  credentials:
                    keystone:
                      exchange: %s
                      secretRef:
                        name: %s
                  allowedNamespaces:
                    names: ["test-*"]
                """.formatted(name, provider, s3.uri(), keystone.uri(), exchange, KAKAOCLOUD);
    }

    KakaoCloudSimulator cloud() {
        return cloud;
    }

    Strikes strikes() {
        return strikes;
    }

    /** Starts the operator if it is dead. */
    void startOperator() {
        OperatorProcess current = operator;
        if (current != null) {
            return;
        }
        try {
            starts++;
            operator = OperatorProcess.start(
                    FOLDER.resolve("kubeconfig"),
                    FOLDER.resolve("operator-" + starts + ".log"),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:SharedArchiveFile=" + FOLDER.resolve("operator.jsa"),
                    "-XX:+AutoCreateSharedArchive");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void killOperator() {
        Objects.requireNonNull(operator).kill();
        operator = null;
    }

    @Override
    public void close() throws IOException {
        OperatorProcess current = operator;
        if (current != null) {
            current.close();
        }
        KubernetesClient admin = cluster.client();
        release(KAKAOCLOUD);
        release(CEPH);
        admin.secrets()
                .inNamespace(OperatorHarness.OPERATOR_NAMESPACE)
                .withName(KAKAOCLOUD)
                .delete();
        admin.secrets()
                .inNamespace(OperatorHarness.OPERATOR_NAMESPACE)
                .withName("cooper-" + CEPH + "-ec2")
                .delete();
        api.close();
        s3.close();
        keystone.close();
        cloud.close();
    }

    private void release(String store) {
        Resource<ObjectStore> resource =
                cluster.client().resources(ObjectStore.class).withName(store);
        resource.edit(edited -> {
            edited.getMetadata().setFinalizers(List.of());
            return edited;
        });
        resource.delete();
    }
}
