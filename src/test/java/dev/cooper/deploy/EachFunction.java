package dev.cooper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.api.BucketPolicy;
import dev.cooper.api.ObjectStore;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.TestAccount;
import dev.cooper.simulator.Ec2Key;
import dev.cooper.simulator.RecordedRequest;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/** Has the operator do all for which it needs a right. */
final class EachFunction {
    private static final List<String> WORKLOADS = List.of("Deployment", "StatefulSet", "DaemonSet");

    private final OperatorHarness cooper;
    private final OperatorPod pod;
    private final Path authority;
    private final Consumer<Consumer<RecordedRequest>> cloudListeners;
    private final String bucket;

    /**
     * Prepares for it.
     *
     * @param authority of the pod's credentials endpoint
     * @param cloudListeners takes what is to be told of each request to the cloud before it is answered
     */
    EachFunction(
            OperatorHarness cooper,
            OperatorPod pod,
            Path authority,
            Consumer<Consumer<RecordedRequest>> cloudListeners) {
        this.cooper = cooper;
        this.pod = pod;
        this.authority = authority;
        this.cloudListeners = cloudListeners;
        this.bucket = cooper.bucketName("rights");
    }

    /** What lets the operator restart workloads, as the chart says. */
    static String restarts(String namespace) {
        return """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: restarts, namespace: %s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cooper-rollout-restart}
                subjects: [{kind: ServiceAccount, name: cooper, namespace: cooper-system}]
                """.formatted(namespace);
    }

    void use() throws IOException {
        cooper.connectStore("");
        cooper.bucket(bucket, "deletionPolicy: Delete");
        cooper.awaitReason(Bucket.class, bucket, "Ready");
        cooper.bucketPolicy("readers", """
                bucketRef: {name: %s}
                grants: [{to: {userID: %s}, access: Read}]
                """.formatted(bucket, cooper.cloud().addUser("reader")));
        cooper.awaitReason(BucketPolicy.class, "readers", "Ready");
        issueAndFetch();
        repairConfigMapAndRotate();
        importBuckets();
        exchangeForKeyOfTheStore();
        askForTokenOfServiceAccount();
        deleteWhatChangesMeanwhile();
    }

    private void issueAndFetch() throws IOException {
        WORKLOADS.forEach(this::workload);
        TestAccount app = TestAccount.create(cooper.admin(), cooper.namespace(), "app");
        key("env, obc, containerCredentials", "a");
        String fetched = "/v1/namespaces/%s/accesskeys/key".formatted(cooper.namespace());
        assertThat(pod.fetch(fetched, app.token("storage.cooper.dev"), authority)
                        .out())
                .contains(keyId());
        Tool.Run status = pod.status(app.token());
        assertThat(status.exit()).as(status.out()).isZero();
    }

    private void workload(String kind) {
        cooper.admin().resource("""
                apiVersion: apps/v1
                kind: %s
                metadata: {name: shop, namespace: %s}
                spec:
                  selector: {matchLabels: {app: shop}}
                  template:
                    metadata: {labels: {app: shop}}
                    spec: {containers: [{name: shop, image: shop}]}
                """.formatted(kind, cooper.namespace())).create();
    }

    private void key(String formats, String trigger) {
        cooper.accessKey("key", """
                source: keystoneEc2
                allowBroad: true
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: key, formats: [%s]}
                rotation: {trigger: %s}
                credentialsEndpoint: {serviceAccounts: [app]}
                rolloutRestart:
                  - {kind: Deployment, name: shop}
                  - {kind: StatefulSet, name: shop}
                  - {kind: DaemonSet, name: shop}
                """.formatted(bucket, formats, trigger));
        cooper.awaitReason(AccessKey.class, "key", "Ready");
    }

    private void repairConfigMapAndRotate() {
        configMap().edit(map -> {
            map.setData(Map.of("BUCKET_NAME", "another"));
            return map;
        });
        cooper.checkNow(AccessKey.class, "key");
        Awaitility.await()
                .until(() -> bucket.equals(
                        Objects.requireNonNull(configMap().get()).getData().get("BUCKET_NAME")));
        String before = keyId();
        key("env", "b");
        Awaitility.await().until(() -> !before.equals(keyId()) && configMap().get() == null);
    }

    private String keyId() {
        return String.valueOf(Objects.requireNonNull(cooper.get(AccessKey.class, "key"))
                .statusOrEmpty()
                .keyID());
    }

    private Resource<ConfigMap> configMap() {
        return cooper.admin().configMaps().inNamespace(cooper.namespace()).withName("key");
    }

    private void importBuckets() {
        Tool.Run run = pod.exec("import", "--store", cooper.store());
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains(bucket);
    }

    /** A store's own key, which Cooper keeps in a Secret beside the one that it was given. */
    private void exchangeForKeyOfTheStore() {
        String store = cooper.store() + "-ceph";
        cooper.apply(
                cooper.storeYaml(store, "region: " + cooper.cloud().region())
                        .replace("provider: kakaocloud", "provider: ceph-rgw")
                        .replace("default: true", "default: false")
                        .replace(
                                "    keystone:\n      secretRef:",
                                "    keystone:\n      exchange: EC2\n      secretRef:"),
                ObjectStore.class);
        cooper.awaitReason(ObjectStore.class, store, "Ready");
    }

    /** The cloud knows no such token, and refuses it; the operator is given one all the same. */
    private void askForTokenOfServiceAccount() {
        String store = cooper.store() + "-web";
        Ec2Key key = cooper.cloud().createEc2Key(cooper.cloud().userId());
        cooper.operatorSecret(store, Map.of("AWS_ACCESS_KEY_ID", key.access(), "AWS_SECRET_ACCESS_KEY", key.secret()));
        cooper.apply(
                """
                apiVersion: storage.cooper.dev/v1alpha1
                kind: ObjectStore
                metadata: {name: %1$s}
                spec:
                  provider: ceph-rgw
                  endpoint: %2$s
                  region: %3$s
                  credentials: {secretRef: {name: %1$s}}
                  sts: {endpoint: "%2$s", roleARN: "arn:aws:iam::123456789012:role/cooper", serviceAccountName: cooper}
                  allowedNamespaces: {names: [%4$s]}
                """.formatted(store, cooper.cloud().endpoint(), cooper.cloud().region(), cooper.namespace()),
                ObjectStore.class);
        cooper.awaitReason(ObjectStore.class, store, "Ready");
        String tokens = cooper.bucketName("tokens");
        cooper.bucket(tokens, "storeRef: {name: %s}".formatted(store));
        cooper.awaitReason(Bucket.class, tokens, "Ready");
        cooper.accessKey("session", """
                storeRef: {name: %s}
                source: stsWebIdentity
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: session}
                """.formatted(store, tokens));
        cooper.await(AccessKey.class, "session", session -> session.getStatus() != null);
    }

    /** The finalizer of what was changed meanwhile meets a conflict, for which the resource is read again. */
    private void deleteWhatChangesMeanwhile() {
        changeDuring("KeystoneDeleteEc2Credential", AccessKey.class, "key");
        changeDuring("DeleteBucket", Bucket.class, bucket);
        delete(AccessKey.class, "key");
        delete(BucketPolicy.class, "readers");
        delete(Bucket.class, bucket);
    }

    private void changeDuring(String operation, Class<? extends HasMetadata> type, String name) {
        cloudListeners.accept(request -> {
            if (request.operation().equals(operation)) {
                cooper.annotate(type, name, "example.com/change", Long.toString(request.sequence()));
            }
        });
    }

    private void delete(Class<? extends HasMetadata> type, String name) {
        cooper.delete(Objects.requireNonNull(cooper.get(type, name)));
    }
}
