package dev.cooper.faults;

import dev.cooper.api.ObjectStore;
import dev.cooper.cluster.LocalCluster;
import dev.cooper.cluster.Testbed;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.OperatorProcess;
import dev.cooper.harness.PodEnvironment;
import dev.cooper.harness.Readiness;
import dev.cooper.simulator.ApplicationCredential;
import dev.cooper.simulator.KakaoCloudSimulator;
import io.fabric8.kubernetes.api.model.SecretBuilder;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.SocketFactory;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/**
 * The packaged operator as a process of its own, with the rights that deploy/ ships, a proxy between it and each server
 * that it talks to, and a cluster, a simulated cloud, a moto and a project of Keystone's of its own, so that several
 * worlds can run side by side. One for many runs: each has a namespace.
 */
final class World implements AutoCloseable {
    static final String KAKAOCLOUD = "faults-kakaocloud";
    static final String CEPH = "faults-ceph";
    static final String RGW = "faults-rgw";
    static final String MOTO = "faults-moto";
    /** A user of the simulator, to whom buckets are granted. */
    static final String READER = "3fa85f6457174562b3fc2c963f66afa6";
    /** A user of RGW, to whom buckets are granted. */
    static final String OTHER_ON_RGW = "other";

    static final Path FOLDER = Path.of("target", "faults");

    private static final long PROCESS = ProcessHandle.current().pid();

    private final String name;
    private final LocalCluster cluster;
    private final KakaoCloudSimulator cloud =
            KakaoCloudSimulator.builder().credentialsApi(true).start();
    private final Map<String, Backend> backends;
    private final Strikes strikes = new Strikes(this::killOperator);
    private final FaultProxy api;
    private final Map<String, String> environment;
    private final KeystoneProject project;
    private final FaultProxy simulatedKeystone;
    private final FaultProxy keystone;
    private final Map<String, FaultProxy> stores = new HashMap<>();
    private final Map<String, String> places = new HashMap<>();
    private volatile @Nullable OperatorProcess operator;
    private @Nullable String connected;
    private int starts;

    World(int number) throws IOException, GeneralSecurityException {
        name = "faults-" + number;
        cluster = LocalCluster.another(name);
        cloud.addUser(READER, "reader", "no password", cloud.projectId());
        project = SharedStores.project(name);
        backends =
                Map.of(KAKAOCLOUD, new SimulatedCloud(cloud), CEPH, project, RGW, SharedStores.gateway(), MOTO, moto());
        KubernetesClient admin = cluster.client();
        api = new FaultProxy(
                Side.API,
                URI.create(admin.getMasterUrl().toString()),
                SSLUtils.sslContext(admin.getConfiguration()).getSocketFactory(),
                strikes);
        simulatedKeystone =
                new FaultProxy(Side.KEYSTONE, cloud.identityEndpoint(), SocketFactory.getDefault(), strikes);
        keystone = new FaultProxy(Side.KEYSTONE, project.keystone(), SocketFactory.getDefault(), strikes);
        places.put(cloud.userId(), "OWNER");
        places.put(cloud.projectId(), "OWNER");
        places.put(project.id(), "OWNER");
        places.put("DisplayName=" + name, "DisplayName=OWNER");
        for (Map.Entry<String, Backend> backend : backends.entrySet()) {
            FaultProxy proxy =
                    new FaultProxy(Side.S3, backend.getValue().endpoint(), SocketFactory.getDefault(), strikes);
            stores.put(backend.getKey(), proxy);
            places.put(proxy.uri().toString(), "S3");
        }
        Files.createDirectories(FOLDER);
        environment = PodEnvironment.of(
                api.uri().toString(),
                null,
                cluster.operatorToken(Duration.ofHours(2)),
                FOLDER.resolve(name + "-serviceaccount"));
        writeSignIns();
    }

    private RealStore moto() {
        return new RealStore(
                URI.create(Testbed.run(
                        "moto/up", FOLDER.resolve(name + "-moto-" + PROCESS).toString())),
                "testing",
                "testing",
                true);
    }

    private void writeSignIns() {
        ApplicationCredential credential = cloud.applicationCredential();
        signIn(
                KAKAOCLOUD,
                Map.of(
                        "OS_APPLICATION_CREDENTIAL_ID", credential.id(),
                        "OS_APPLICATION_CREDENTIAL_SECRET", credential.secret()));
        signIn(CEPH, project.signInSecret());
        for (String store : List.of(RGW, MOTO)) {
            RealStore real = (RealStore) backend(store);
            signIn(store, Map.of("AWS_ACCESS_KEY_ID", real.accessKey(), "AWS_SECRET_ACCESS_KEY", real.secretKey()));
        }
    }

    /** Starts the operator if it is dead, and has it know this store and no other: each start connects all that it knows. */
    void startOperatorOn(String store) {
        startOperator();
        if (store.equals(connected)) {
            return;
        }
        if (connected != null) {
            objectStore(connected).delete();
            await().until(() -> objectStore(Objects.requireNonNull(connected)).get() == null);
        }
        switch (store) {
            case KAKAOCLOUD ->
                connect(store, "kakaocloud", keystone(store, simulatedKeystone.uri() + "/identity", "STS"));
            case CEPH ->
                connect(store, "ceph-rgw", keystone(store, keystone.uri().toString(), "EC2"));
            case RGW -> connect(store, "ceph-rgw", "credentials: {secretRef: {name: %s}}".formatted(store));
            case MOTO -> connect(store, "generic", "credentials: {secretRef: {name: %s}}".formatted(store));
            default -> throw new IllegalArgumentException(store);
        }
        connected = store;
    }

    private Resource<ObjectStore> objectStore(String store) {
        return cluster.client().resources(ObjectStore.class).withName(store);
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }

    private void signIn(String secret, Map<String, String> data) {
        cluster.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(secret)
                        .withNamespace(OperatorHarness.OPERATOR_NAMESPACE)
                        .endMetadata()
                        .withStringData(data)
                        .build())
                .create();
    }

    private static String keystone(String secret, String endpoint, String exchange) {
        return """
                keystone: {endpoint: "%s/v3"}
                credentials: {keystone: {exchange: %s, secretRef: {name: %s}}}
                """.formatted(endpoint, exchange, secret);
    }

    private void connect(String store, String provider, String more) {
        ObjectStore resource = Serialization.unmarshal(
                """
                apiVersion: storage.cooper.dev/v1alpha1
                kind: ObjectStore
                metadata: {name: %s}
                spec:
                  provider: %s
                  endpoint: %s
                  driftInterval: 10m
                  publicAccess: Allowed
                  allowedNamespaces: {names: ["test-*"]}
                %s""".formatted(
                                store,
                                provider,
                                Objects.requireNonNull(stores.get(store)).uri(),
                                more.indent(2)),
                ObjectStore.class);
        cluster.client().resource(resource).create();
        await().until(() -> Readiness.isReady(objectStore(store).get()));
    }

    LocalCluster cluster() {
        return cluster;
    }

    Backend backend(String store) {
        return Objects.requireNonNull(backends.get(store));
    }

    /** The proxies' addresses, by what they stand for. */
    Map<String, String> places() {
        return places;
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
            operator = OperatorProcess.start(environment, FOLDER.resolve(name + "-operator-" + starts + ".log"));
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
        api.close();
        simulatedKeystone.close();
        keystone.close();
        for (FaultProxy proxy : stores.values()) {
            proxy.close();
        }
        backends.values().forEach(Backend::close);
        cluster.stop();
        Testbed.run("moto/down", FOLDER.resolve(name + "-moto-" + PROCESS).toString());
    }
}
