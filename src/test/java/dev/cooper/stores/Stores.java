package dev.cooper.stores;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cooper.api.ObjectStore;
import dev.cooper.cluster.Testbed;
import dev.cooper.connection.Sessions;
import dev.cooper.connection.StoreSession;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.simulator.KakaoCloudSimulator;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The stores of the suite, started at their first use; they stop with this process. */
enum Stores {
    SIMULATOR,
    RGW,
    RGW_WITH_KEYSTONE,
    MOTO;

    private static final Map<Stores, StoreSession> SESSIONS = new EnumMap<>(Stores.class);
    private static final Path FOLDER =
            Path.of("target", "stores-" + ProcessHandle.current().pid());
    private static @Nullable JsonNode testbed;

    /** A session as the operator would open it. */
    StoreSession session() {
        synchronized (SESSIONS) {
            return SESSIONS.computeIfAbsent(this, Stores::open);
        }
    }

    /** Another user of the store, to whom buckets may be granted, or null where there is none. */
    @Nullable
    String otherUser() {
        return switch (this) {
            case SIMULATOR -> Simulator.CLOUD.addUser("reader");
            case RGW, RGW_WITH_KEYSTONE -> null;
            case MOTO -> "f".repeat(64);
        };
    }

    private static StoreSession open(Stores store) {
        return switch (store) {
            case SIMULATOR ->
                open(
                        "kakaocloud",
                        Simulator.CLOUD.endpoint().toString(),
                        "credentials: {keystone: {secretRef: {name: sign-in}}}\n  keystone: {endpoint: \"%s\"}"
                                .formatted(Simulator.CLOUD.identityEndpoint()),
                        Map.of(
                                "OS_APPLICATION_CREDENTIAL_ID",
                                Simulator.CLOUD.applicationCredential().id(),
                                "OS_APPLICATION_CREDENTIAL_SECRET",
                                Simulator.CLOUD.applicationCredential().secret()));
            case RGW -> withKeys("ceph-rgw", node("rgw"));
            case MOTO -> withKeys("generic", node("moto"));
            case RGW_WITH_KEYSTONE -> withKeystone("unrestricted");
        };
    }

    /** RGW behind Keystone, signed in by one of Keystone's application credentials. */
    static StoreSession withKeystone(String credential) {
        JsonNode signIn = node("keystone").path("applicationCredentials").path(credential);
        return open(
                "ceph-rgw",
                node("rgw-keystone").path("endpoint").asText(),
                "credentials: {keystone: {secretRef: {name: sign-in}, exchange: EC2}}\n  keystone: {endpoint: \"%s\"}"
                        .formatted(node("keystone").path("endpoint").asText() + "/v3"),
                Map.of(
                        "OS_APPLICATION_CREDENTIAL_ID", signIn.path("id").asText(),
                        "OS_APPLICATION_CREDENTIAL_SECRET",
                                signIn.path("secret").asText()));
    }

    /** RGW with its user's key and another secret. */
    static StoreSession rgwWithSecret(String secret) {
        return withKeys("ceph-rgw", node("rgw"), secret);
    }

    private static StoreSession withKeys(String provider, JsonNode store) {
        return withKeys(provider, store, store.path("secretKey").asText());
    }

    private static StoreSession withKeys(String provider, JsonNode store, String secret) {
        return open(
                provider,
                store.path("endpoint").asText(),
                "credentials: {secretRef: {name: sign-in}}",
                Map.of("AWS_ACCESS_KEY_ID", store.path("accessKey").asText(), "AWS_SECRET_ACCESS_KEY", secret));
    }

    /** RGW's endpoint and the keys of its user. */
    static JsonNode rgw() {
        return node("rgw");
    }

    /** moto's endpoint and the keys of its user. */
    static JsonNode moto() {
        return node("moto");
    }

    /** Keystone's endpoint and sign-ins, and the RGW that takes its keys. */
    static JsonNode keystone() {
        return node("keystone");
    }

    static JsonNode rgwWithKeystone() {
        return node("rgw-keystone");
    }

    /** Has an operator connect to a store with keys; returns the ObjectStore's name. */
    static String connect(OperatorHarness cooper, String provider, JsonNode store, String moreSpec) {
        String name = provider + "-" + cooper.namespace();
        connect(cooper, name, provider, store, moreSpec);
        return name;
    }

    static void connect(OperatorHarness cooper, String name, String provider, JsonNode store, String moreSpec) {
        cooper.operatorSecret(
                name,
                Map.of(
                        "AWS_ACCESS_KEY_ID", store.path("accessKey").asText(),
                        "AWS_SECRET_ACCESS_KEY", store.path("secretKey").asText()));
        cooper.apply(
                """
                apiVersion: storage.cooper.dev/v1alpha1
                kind: ObjectStore
                metadata: {name: %s}
                spec:
                  provider: %s
                  endpoint: %s
                  credentials: {secretRef: {name: %s}}
                  allowedNamespaces: {names: [%s]}
                %s""".formatted(
                        name, provider, store.path("endpoint").asText(), name, cooper.namespace(), moreSpec.indent(2)),
                ObjectStore.class);
        cooper.awaitReason(ObjectStore.class, name, "Ready");
    }

    /** The folder of the running RGW, as testbed/rgw takes it. */
    static String rgwFolder() {
        rgw();
        return FOLDER.resolve("rgw").toString();
    }

    static StoreSession open(String provider, String endpoint, String more, Map<String, String> secret) {
        ObjectStore store =
                Serialization.unmarshal("""
                metadata: {name: tested, uid: %s, generation: 1}
                spec:
                  provider: %s
                  endpoint: %s
                  %s
                """.formatted(UUID.randomUUID(), provider, endpoint, more), ObjectStore.class);
        FixedSecrets secrets = new FixedSecrets().with("sign-in", secret);
        return new Sessions(secrets, Clock.systemUTC(), new SimpleMeterRegistry()).on(store);
    }

    private static synchronized JsonNode node(String name) {
        if (testbed == null) {
            String file = Testbed.run("stores/up", FOLDER.toString());
            try {
                testbed = new ObjectMapper().readTree(Path.of(file).toFile());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return testbed.path(name);
    }

    /** Started only when it is used. */
    private static final class Simulator {
        private static final KakaoCloudSimulator CLOUD = KakaoCloudSimulator.start();

        private Simulator() {}
    }
}
