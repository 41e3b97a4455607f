package dev.cooper.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.Cooper;
import dev.cooper.api.AccessKey;
import dev.cooper.api.ApiGroup;
import dev.cooper.api.Bucket;
import dev.cooper.api.BucketPolicy;
import dev.cooper.api.ObjectStore;
import dev.cooper.cluster.LocalCluster;
import dev.cooper.reconcile.CachedResources;
import dev.cooper.simulator.ApplicationCredential;
import dev.cooper.simulator.Ec2Key;
import dev.cooper.simulator.KakaoCloudSimulator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.Operator;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs the operator, under the rights that deploy/ ships, against the real API server and a KakaoCloud of the
 * test's own. A new namespace and a new store for each harness.
 */
public final class OperatorHarness implements AutoCloseable {
    public static final String OPERATOR_NAMESPACE = "cooper-system";
    private static final String USER = "system:serviceaccount:cooper-system:cooper";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LocalCluster cluster;
    private final KubernetesClient admin;
    private final KakaoCloudSimulator cloud;
    private final boolean ownsCloud;
    private final String namespace;
    private final String store;
    private final AuditLog audit;
    private final OffsetClock clock = new OffsetClock();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private CachedResources resources = new CachedResources();
    private final SecretWatch secrets;
    private final int logPosition;
    private final @Nullable RunningEndpoint endpoint;
    private Set<String> watchedNamespaces = Set.of();
    private @Nullable Operator operator;
    private @Nullable KubernetesClient operatorClient;

    private OperatorHarness(LocalCluster cluster, KakaoCloudSimulator cloud, boolean ownsCloud) {
        this(cluster, cloud, ownsCloud, null);
    }

    private OperatorHarness(
            LocalCluster cluster, KakaoCloudSimulator cloud, boolean ownsCloud, @Nullable RunningEndpoint endpoint) {
        this.cluster = cluster;
        this.admin = cluster.client();
        this.secrets = SecretWatch.of(cluster);
        this.logPosition = secrets.logPosition();
        this.cloud = cloud;
        this.ownsCloud = ownsCloud;
        this.namespace = cluster.newNamespace();
        this.audit = new AuditLog(cluster, USER, namespace);
        this.store = "kakao-" + namespace;
        this.endpoint = endpoint;
    }

    /** A running operator, and an ObjectStore {@link #store()} that is the default one. */
    public static OperatorHarness start() {
        return start(KakaoCloudSimulator.start());
    }

    public static OperatorHarness start(KakaoCloudSimulator cloud) {
        return start(LocalCluster.get(), cloud);
    }

    public static OperatorHarness start(LocalCluster cluster, KakaoCloudSimulator cloud) {
        OperatorHarness harness = new OperatorHarness(cluster, cloud, true);
        harness.startOperator();
        harness.connectStore("");
        return harness;
    }

    /** A running operator, whose keys pods fetch at this endpoint. */
    public static OperatorHarness start(RunningEndpoint endpoint) {
        OperatorHarness harness = new OperatorHarness(LocalCluster.get(), KakaoCloudSimulator.start(), true, endpoint);
        harness.startOperator();
        harness.connectStore("");
        return harness;
    }

    /** For tests that run the packaged operator, and connect the store themselves. */
    public static OperatorHarness withoutOperator() {
        return withoutOperator(LocalCluster.get());
    }

    public static OperatorHarness withoutOperator(LocalCluster cluster) {
        return new OperatorHarness(cluster, KakaoCloudSimulator.start(), true);
    }

    /** Another namespace, for an operator and on a cloud that somebody else runs. */
    public static OperatorHarness on(LocalCluster cluster, KakaoCloudSimulator cloud) {
        return new OperatorHarness(cluster, cloud, false);
    }

    /** Has operators that are started from now on watch the Secrets of these namespaces. */
    public void watchSecrets(String... namespaces) {
        watchedNamespaces = Set.of(namespaces);
    }

    public void startOperator() {
        startOperator(admin.getMasterUrl().toString(), _ -> {});
    }

    /** With another way to the API server. */
    public void startOperator(String apiServer) {
        startOperator(apiServer, _ -> {});
    }

    /** With an HTTP client of the operator's that meets what a test has in mind. */
    public void startOperator(Consumer<HttpClient.Builder> http) {
        startOperator(admin.getMasterUrl().toString(), http);
    }

    private void startOperator(String apiServer, Consumer<HttpClient.Builder> http) {
        operatorClient = operatorClient(admin, apiServer, http);
        resources = new CachedResources();
        Operator created = Cooper.operator(
                operatorClient,
                new Cooper.Settings(
                        OPERATOR_NAMESPACE, "test", endpoint == null ? null : endpoint.address(), watchedNamespaces),
                clock,
                meters,
                resources);
        created.start();
        operator = created;
    }

    /** A client with the rights of the operator, and no others. */
    static KubernetesClient operatorClient(KubernetesClient admin) {
        return operatorClient(admin, admin.getMasterUrl().toString(), _ -> {});
    }

    private static KubernetesClient operatorClient(
            KubernetesClient admin, String apiServer, Consumer<HttpClient.Builder> http) {
        Config config = new ConfigBuilder(admin.getConfiguration())
                .withMasterUrl(apiServer)
                .withImpersonateUsername(USER)
                .withImpersonateGroups("system:serviceaccounts", "system:authenticated")
                .build();
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientBuilderConsumer(http)
                .build();
    }

    /** Stops the operator as a crash would, as far as the API server and the store can tell. */
    public void stopOperator() {
        if (operator != null) {
            operator.stop();
            operator = null;
        }
        if (operatorClient != null) {
            operatorClient.close();
            operatorClient = null;
        }
    }

    /** Sets the API server back to what it held when this was saved; the operator, if it runs, goes on. */
    public void restore(String snapshot) {
        cluster.restore(snapshot);
        secrets.beginAnew();
    }

    public void connectStore(String moreSpec) {
        ApplicationCredential credential = cloud.applicationCredential();
        operatorSecret(
                store,
                Map.of(
                        "OS_APPLICATION_CREDENTIAL_ID", credential.id(),
                        "OS_APPLICATION_CREDENTIAL_SECRET", credential.secret()));
        apply(storeYaml(store, moreSpec), ObjectStore.class);
        Awaitility.await().atMost(PATIENCE).until(() -> Readiness.isReady(get(ObjectStore.class, store)));
    }

    /** An ObjectStore of the simulator. */
    public String storeYaml(String name, String moreSpec) {
        return """
                apiVersion: storage.cooper.dev/v1alpha1
                kind: ObjectStore
                metadata:
                  name: %s
                spec:
                  provider: kakaocloud
                  endpoint: %s
                  default: true
                  driftInterval: 10m
                  keystone:
                    endpoint: %s
                  credentials:
                    keystone:
                      secretRef:
                        name: %s
                  allowedNamespaces:
                    names: [%s]
                %s""".formatted(name, cloud.endpoint(), cloud.identityEndpoint(), store, namespace, moreSpec.indent(2));
    }

    public KakaoCloudSimulator cloud() {
        return cloud;
    }

    /** What the operator counts. */
    public MeterRegistry meters() {
        return meters;
    }

    /** What the operator has in its caches. */
    public CachedResources resources() {
        return resources;
    }

    public LocalCluster cluster() {
        return cluster;
    }

    public KubernetesClient admin() {
        return admin;
    }

    public String namespace() {
        return namespace;
    }

    public String store() {
        return store;
    }

    /** A bucket name that no other test uses. */
    public String bucketName(String stem) {
        return stem + "-" + namespace;
    }

    public Bucket bucket(String name, String spec) {
        return applyNamed(name, spec, Bucket.class);
    }

    public AccessKey accessKey(String name, String spec) {
        return applyNamed(name, spec, AccessKey.class);
    }

    public BucketPolicy bucketPolicy(String name, String spec) {
        return applyNamed(name, spec, BucketPolicy.class);
    }

    private <T extends HasMetadata> T applyNamed(String name, String spec, Class<T> type) {
        return apply(
                """
                apiVersion: storage.cooper.dev/v1alpha1
                kind: %s
                metadata:
                  name: %s
                  namespace: %s
                spec:
                %s""".formatted(HasMetadata.getKind(type), name, namespace, spec.isBlank() ? "  {}" : spec.indent(2)),
                type);
    }

    /** A Secret where the operator reads the credentials of stores. */
    public void operatorSecret(String name, Map<String, String> data) {
        admin.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(OPERATOR_NAMESPACE)
                        .endMetadata()
                        .withStringData(data)
                        .build())
                .create();
    }

    /** As kubectl apply --server-side would: the YAML goes to the API server as it stands, empty lists included. */
    public <T extends HasMetadata> T apply(String yaml, Class<T> type) {
        String scope = Namespaced.class.isAssignableFrom(type) ? "/namespaces/" + namespace : "";
        HttpRequest request = admin.getHttpClient()
                .newHttpRequestBuilder()
                .uri("%sapis/%s/%s%s/%s/%s?fieldManager=test&force=true"
                        .formatted(
                                admin.getMasterUrl(),
                                ApiGroup.GROUP,
                                ApiGroup.VERSION,
                                scope,
                                HasMetadata.getPlural(type),
                                Serialization.unmarshal(yaml, type)
                                        .getMetadata()
                                        .getName()))
                .method("PATCH", "application/apply-patch+yaml", yaml)
                .build();
        HttpResponse<String> response =
                admin.getHttpClient().sendAsync(request, String.class).join();
        if (!response.isSuccessful()) {
            throw new IllegalArgumentException(response.body());
        }
        return Serialization.unmarshal(response.body(), type);
    }

    private <T extends HasMetadata> Resource<T> named(Class<T> type, String name) {
        return Namespaced.class.isAssignableFrom(type)
                ? admin.resources(type).inNamespace(namespace).withName(name)
                : admin.resources(type).withName(name);
    }

    public <T extends HasMetadata> @Nullable T get(Class<T> type, String name) {
        return named(type, name).get();
    }

    /** Waits until the resource's Ready condition has this reason and speaks of the current spec. */
    public <T extends CustomResource<?, ?>> T awaitReason(Class<T> type, String name, String reason) {
        return await(type, name, resource -> Readiness.verdict(resource)
                .filter(ready -> ready.getReason().equals(reason))
                .isPresent());
    }

    public <T extends CustomResource<?, ?>> T await(Class<T> type, String name, Predicate<T> condition) {
        AtomicReference<@Nullable T> last = new AtomicReference<>();
        try {
            return Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(
                            () -> {
                                last.set(get(type, name));
                                return Optional.ofNullable(last.get()).filter(condition);
                            },
                            Optional::isPresent)
                    .orElseThrow();
        } catch (ConditionTimeoutException e) {
            T resource = last.get();
            throw new AssertionError(
                    "%s %s is not as awaited, but: %s"
                            .formatted(
                                    type.getSimpleName(),
                                    name,
                                    resource == null ? "gone" : Readiness.conditions(resource)),
                    e);
        }
    }

    /** Puts the operator's clock forward; resources are looked at when they are {@link #checkNow asked for}. */
    public void advance(Duration duration) {
        clock.advance(duration);
    }

    /** Has a resource reconciled at once, as a user would. */
    public void checkNow(Class<? extends HasMetadata> type, String name) {
        annotate(type, name, ApiGroup.RECONCILE_AT, Long.toString(System.nanoTime()));
    }

    /** Sets an annotation, or removes it where the value is null. */
    public void annotate(Class<? extends HasMetadata> type, String name, String key, @Nullable String value) {
        admin.resources(type)
                .inNamespace(namespace)
                .withName(name)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"annotations\":{\"%s\":%s}}}"
                                .formatted(key, value == null ? "null" : "\"" + value + "\""));
    }

    /** Has the deletion of a resource leave its bucket alone, as messages advise. */
    public void letGo(String bucket) {
        named(Bucket.class, bucket)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"deletionPolicy\":\"Retain\"}}");
    }

    /** Deletes a resource and waits until it has gone. */
    public void delete(HasMetadata resource) {
        admin.resource(resource).delete();
        Awaitility.await().atMost(PATIENCE).until(() -> admin.resource(resource).get() == null);
    }

    /** What this operator asked of the API server. */
    public AuditLog audit() {
        return audit;
    }

    /** What was logged since this harness was made, of others, too. */
    public Stream<String> logged() {
        return LogLines.ofThisProcess().since(logPosition);
    }

    /** Ends in an AssertionError where a secret value stands anywhere but in the Secret that it was issued for. */
    @Override
    public void close() {
        stopOperator();
        List<String> leaks = secrets.leaks(namespace, secretsOfCloud(), logPosition);
        release(AccessKey.class);
        release(BucketPolicy.class);
        release(Bucket.class);
        admin.resources(ObjectStore.class).list().getItems().stream()
                .filter(other -> other.getMetadata().getName().startsWith(store))
                .forEach(this::release);
        admin.secrets().inNamespace(OPERATOR_NAMESPACE).withName(store).delete();
        admin.namespaces().withName(namespace).delete();
        if (ownsCloud) {
            cloud.close();
        }
        assertThat(leaks).isEmpty();
    }

    private List<String> secretsOfCloud() {
        return Stream.concat(
                        Stream.of(cloud.applicationCredential().secret()),
                        cloud.ec2Keys().stream().map(Ec2Key::secret))
                .toList();
    }

    private <T extends HasMetadata> void release(Class<T> type) {
        admin.resources(type).inNamespace(namespace).list().getItems().forEach(this::release);
    }

    /** Deletes a resource that no operator lets go any more. */
    private void release(HasMetadata resource) {
        if (!resource.getFinalizers().isEmpty()) {
            admin.resource(resource).edit(edited -> {
                edited.getMetadata().setFinalizers(List.of());
                return edited;
            });
        }
        admin.resource(resource).delete();
    }
}
