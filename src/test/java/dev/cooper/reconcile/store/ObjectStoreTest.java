package dev.cooper.reconcile.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.Bucket;
import dev.cooper.api.ObjectStore;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.Readiness;
import dev.cooper.simulator.FaultRule;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A store says whether it can be used, as whom, and for what. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set by start()
class ObjectStoreTest {
    private OperatorHarness cooper;

    @BeforeAll
    void start() {
        cooper = OperatorHarness.start();
    }

    @AfterAll
    void stop() {
        cooper.close();
    }

    /** A second store, of its own Secret and not the default one. */
    private String other(String name, String moreSpec) {
        return cooper.storeYaml(name, moreSpec)
                .replace("default: true", "default: false")
                .replace("name: " + cooper.store() + "\n", "name: " + name + "\n");
    }

    @Test
    void aReadyStoreTellsItsAccountAndCapabilities() {
        ObjectStore store = cooper.awaitReason(ObjectStore.class, cooper.store(), "Ready");

        assertThat(store.getStatus().accountID()).isEqualTo(cooper.cloud().projectId());
        assertThat(store.getStatus().endpoint())
                .isEqualTo(cooper.cloud().endpoint().toString());
        assertThat(store.getStatus().capabilities())
                .containsEntry("acl", "Supported")
                .containsEntry("encryption", "Supported")
                .containsEntry("lifecycle", "Supported")
                .containsEntry("logging", "Supported");
    }

    @Test
    void aMissingSecretIsNamedAndPickedUpWhenItComes() {
        String name = cooper.store() + "-late";
        cooper.apply(other(name, ""), ObjectStore.class);
        ObjectStore waiting = cooper.awaitReason(ObjectStore.class, name, "CredentialsMissing");
        assertThat(Readiness.message(waiting)).contains(name).contains(OperatorHarness.OPERATOR_NAMESPACE);

        createSecret(name, cooper.cloud().applicationCredential().secret());
        ObjectStore ready = cooper.awaitReason(ObjectStore.class, name, "Ready");
        cooper.admin().resource(ready).delete();
    }

    @Test
    void wrongCredentialsAreToldAndMendedByANewSecret() {
        String name = cooper.store() + "-wrong";
        createSecret(name, "not-the-secret");
        cooper.apply(other(name, ""), ObjectStore.class);
        cooper.awaitReason(ObjectStore.class, name, "AuthenticationFailed");

        cooper.admin()
                .secrets()
                .inNamespace(OperatorHarness.OPERATOR_NAMESPACE)
                .withName(name)
                .delete();
        createSecret(name, cooper.cloud().applicationCredential().secret());
        ObjectStore ready = cooper.awaitReason(ObjectStore.class, name, "Ready");
        cooper.admin().resource(ready).delete();
    }

    private void createSecret(String name, String secret) {
        cooper.operatorSecret(
                name,
                Map.of(
                        "OS_APPLICATION_CREDENTIAL_ID",
                        cooper.cloud().applicationCredential().id(),
                        "OS_APPLICATION_CREDENTIAL_SECRET",
                        secret));
    }

    @Test
    void aNamespaceThatIsNotAdmittedIsRefused() {
        String name = cooper.store() + "-closed";
        createSecret(name, cooper.cloud().applicationCredential().secret());
        ObjectStore store = cooper.apply(
                other(name, "").replace("names: [" + cooper.namespace() + "]", "names: [elsewhere-*]"),
                ObjectStore.class);
        cooper.awaitReason(ObjectStore.class, name, "Ready");

        cooper.bucket(cooper.bucketName("closed"), "storeRef: {name: " + name + "}");
        Bucket refused = cooper.awaitReason(Bucket.class, cooper.bucketName("closed"), "NamespaceNotAllowed");

        assertThat(Readiness.message(refused))
                .contains("spec.allowedNamespaces")
                .contains(cooper.namespace());
        cooper.admin().resource(store).delete();
    }

    @Test
    void anUnknownStoreIsNamed() {
        cooper.bucket(cooper.bucketName("nowhere"), "storeRef: {name: no-such-store}");
        Bucket refused = cooper.awaitReason(Bucket.class, cooper.bucketName("nowhere"), "StoreNotFound");

        assertThat(Readiness.message(refused)).contains("no-such-store").contains("spec.storeRef.name");
    }

    @Test
    void overridesOfCapabilitiesAreShownAndObeyed() {
        String name = cooper.store() + "-narrow";
        createSecret(name, cooper.cloud().applicationCredential().secret());
        cooper.apply(other(name, "capabilities: {lifecycle: false}"), ObjectStore.class);
        ObjectStore store = cooper.awaitReason(ObjectStore.class, name, "Ready");
        assertThat(store.getStatus().capabilities()).containsEntry("lifecycle", "Unsupported (overridden)");

        String bucket = cooper.bucketName("narrow");
        cooper.bucket(bucket, "storeRef: {name: " + name + "}\nlifecycle: {rules: []}");
        assertThat(Readiness.message(cooper.awaitReason(Bucket.class, bucket, "UnsupportedByStore")))
                .contains("spec.lifecycle");
        cooper.admin().resource(store).delete();
    }

    @Test
    void aChangedStoreReachesBucketsThatAreReady() {
        String name = cooper.store() + "-changed";
        createSecret(name, cooper.cloud().applicationCredential().secret());
        ObjectStore store = cooper.apply(other(name, ""), ObjectStore.class);
        String bucket = cooper.bucketName("changed");
        cooper.bucket(bucket, "storeRef: {name: " + name + "}\nlifecycle: {rules: []}");
        cooper.awaitReason(Bucket.class, bucket, "Ready");

        cooper.apply(other(name, "capabilities: {lifecycle: false}"), ObjectStore.class);
        cooper.awaitReason(Bucket.class, bucket, "UnsupportedByStore");
        cooper.admin().resource(store).delete();
    }

    @Test
    void aStoreInUseOutlivesItsDeletionAndNamesItsUsers() {
        String name = cooper.store() + "-used";
        createSecret(name, cooper.cloud().applicationCredential().secret());
        ObjectStore store = cooper.apply(other(name, ""), ObjectStore.class);
        cooper.awaitReason(ObjectStore.class, name, "Ready");
        String bucket = cooper.bucketName("user");
        Bucket user = cooper.bucket(bucket, "storeRef: {name: " + name + "}\ndeletionPolicy: Delete");
        cooper.awaitReason(Bucket.class, bucket, "Ready");
        cooper.await(ObjectStore.class, name, used -> !used.getFinalizers().isEmpty());

        cooper.admin().resource(store).delete();
        ObjectStore waiting = cooper.await(ObjectStore.class, name, used -> Readiness.conditions(used).stream()
                .anyMatch(condition -> condition.getReason().equals("InUse")));
        assertThat(Readiness.conditions(waiting)).anySatisfy(condition -> assertThat(condition.getMessage())
                .contains("Bucket " + cooper.namespace() + "/" + bucket));

        cooper.delete(user);
        assertThat(cooper.cloud().buckets(cooper.cloud().projectId())).doesNotContain(bucket);
        Awaitility.await().until(() -> cooper.get(ObjectStore.class, name) == null);
    }

    @Test
    void whoIsNotAdmittedCannotHoldAStore() {
        String name = cooper.store() + "-strict";
        createSecret(name, cooper.cloud().applicationCredential().secret());
        ObjectStore store = cooper.apply(
                other(name, "").replace("names: [" + cooper.namespace() + "]", "names: [elsewhere-*]"),
                ObjectStore.class);
        cooper.awaitReason(ObjectStore.class, name, "Ready");
        cooper.bucket(cooper.bucketName("stranger"), "storeRef: {name: " + name + "}");
        cooper.awaitReason(Bucket.class, cooper.bucketName("stranger"), "NamespaceNotAllowed");

        cooper.delete(store);
    }

    @Test
    void aStoreThatFailsOnceAtTheFirstProbeIsTriedAgain() {
        String name = cooper.store() + "-blip";
        createSecret(name, cooper.cloud().applicationCredential().secret());
        cooper.cloud()
                .addFault(FaultRule.status(503, "ServiceUnavailable")
                        .on("ListBuckets")
                        .times(3));
        ObjectStore store = cooper.apply(other(name, ""), ObjectStore.class);

        cooper.awaitReason(ObjectStore.class, name, "Ready");
        cooper.admin().resource(store).delete();
    }
}
