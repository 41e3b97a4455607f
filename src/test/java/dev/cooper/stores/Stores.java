package dev.cooper.stores;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cooper.api.KeySource;
import dev.cooper.api.ObjectStore;
import dev.cooper.cluster.Testbed;
import dev.cooper.connection.Sessions;
import dev.cooper.connection.StoreSession;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.port.IssuedKey;
import dev.cooper.port.KeyPort;
import dev.cooper.port.KeyRequest;
import dev.cooper.simulator.KakaoCloudSimulator;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
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
            return SESSIONS.computeIfAbsent(this, store -> store.connection().open());
        }
    }

    /** Signs requests as a user of the store: on those with a Keystone by a key that Keystone issued. */
    RawS3 raw() {
        return switch (this) {
            case SIMULATOR -> keystoneRaw(Simulator.CLOUD.endpoint(), Simulator.CLOUD.region());
            case RGW_WITH_KEYSTONE ->
                keystoneRaw(URI.create(node("rgw-keystone").path("endpoint").asText()), "us-east-1");
            case RGW -> raw(node("rgw"));
            case MOTO -> raw(node("moto"));
        };
    }

    private RawS3 keystoneRaw(URI endpoint, String region) {
        IssuedKey key = session()
                .keys(KeySource.keystoneEc2)
                .issue(new KeyRequest(UUID.randomUUID().toString(), KeyPort.newId(), List.of(), null, Duration.ZERO));
        return new RawS3(endpoint, region, key.accessKeyId(), key.secretAccessKey());
    }

    private static RawS3 raw(JsonNode store) {
        return new RawS3(
                URI.create(store.path("endpoint").asText()),
                store.path("region").asText(),
                store.path("accessKey").asText(),
                store.path("secretKey").asText());
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

    /** What an ObjectStore says of a store, and the Secret with its credentials. */
    private record Connection(String provider, String endpoint, String more, Map<String, String> secret) {
        StoreSession open() {
            return Stores.open(provider, endpoint, more, secret);
        }
    }

    private Connection connection() {
        return switch (this) {
            case SIMULATOR ->
                new Connection(
                        "kakaocloud",
                        Simulator.CLOUD.endpoint().toString(),
                        "credentials: {keystone: {secretRef: {name: sign-in}}}\n  keystone: {endpoint: \"%s\"}"
                                .formatted(Simulator.CLOUD.identityEndpoint()),
                        Map.of(
                                "OS_APPLICATION_CREDENTIAL_ID",
                                Simulator.CLOUD.applicationCredential().id(),
                                "OS_APPLICATION_CREDENTIAL_SECRET",
                                Simulator.CLOUD.applicationCredential().secret()));
            case RGW -> keys("ceph-rgw", node("rgw"));
            case MOTO -> keys("generic", node("moto"));
            case RGW_WITH_KEYSTONE -> keystone("unrestricted");
        };
    }

    private static Connection keystone(String credential) {
        JsonNode signIn = node("keystone").path("applicationCredentials").path(credential);
        return new Connection(
                "ceph-rgw",
                node("rgw-keystone").path("endpoint").asText(),
                "credentials: {keystone: {secretRef: {name: sign-in}, exchange: EC2}}\n  keystone: {endpoint: \"%s\"}"
                        .formatted(node("keystone").path("endpoint").asText() + "/v3"),
                Map.of(
                        "OS_APPLICATION_CREDENTIAL_ID", signIn.path("id").asText(),
                        "OS_APPLICATION_CREDENTIAL_SECRET",
                                signIn.path("secret").asText()));
    }

    /** RGW behind Keystone, signed in by one of Keystone's application credentials. */
    static StoreSession withKeystone(String credential) {
        return keystone(credential).open();
    }

    /** RGW with its user's key and another secret. */
    static StoreSession rgwWithSecret(String secret) {
        return keys("ceph-rgw", node("rgw"), secret).open();
    }

    private static Connection keys(String provider, JsonNode store) {
        return keys(provider, store, store.path("secretKey").asText());
    }

    private static Connection keys(String provider, JsonNode store, String secret) {
        return new Connection(
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
        connect(cooper, name, keys(provider, store), moreSpec);
    }

    /** Has an operator connect to this store, as the suite does; returns the ObjectStore's name. */
    String connect(OperatorHarness cooper, String moreSpec) {
        String name = cooper.store() + "-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        connect(cooper, name, connection(), moreSpec);
        return name;
    }

    private static void connect(OperatorHarness cooper, String name, Connection connection, String moreSpec) {
        cooper.operatorSecret(name, connection.secret());
        cooper.apply(
                """
                apiVersion: storage.cooper.dev/v1alpha1
                kind: ObjectStore
                metadata: {name: %s}
                spec:
                  provider: %s
                  endpoint: %s
                  %s
                  allowedNamespaces: {names: [%s]}
                %s""".formatted(
                                name,
                                connection.provider(),
                                connection.endpoint(),
                                connection.more().replace("name: sign-in", "name: " + name),
                                cooper.namespace(),
                                moreSpec.indent(2)),
                ObjectStore.class);
        cooper.awaitReason(ObjectStore.class, name, "Ready");
    }

    /** Has an operator connect to RGW behind Keystone, by an application credential; returns the ObjectStore's name. */
    static String connectKeystone(OperatorHarness cooper) {
        String name = "ceph-" + cooper.namespace();
        JsonNode signIn = keystone().path("applicationCredentials").path("unrestricted");
        cooper.operatorSecret(
                name,
                Map.of(
                        "OS_APPLICATION_CREDENTIAL_ID", signIn.path("id").asText(),
                        "OS_APPLICATION_CREDENTIAL_SECRET",
                                signIn.path("secret").asText()));
        keystoneStore(cooper, name, "");
        return name;
    }

    static void keystoneStore(OperatorHarness cooper, String name, String moreSpec) {
        cooper.apply(
                """
                apiVersion: storage.cooper.dev/v1alpha1
                kind: ObjectStore
                metadata: {name: %s}
                spec:
                  provider: ceph-rgw
                  endpoint: %s
                  keystone: {endpoint: "%s/v3"}
                  credentials: {keystone: {secretRef: {name: %s}, exchange: EC2}}
                  allowedNamespaces: {names: [%s]}
                %s""".formatted(
                                name,
                                rgwWithKeystone().path("endpoint").asText(),
                                keystone().path("endpoint").asText(),
                                name,
                                cooper.namespace(),
                                moreSpec.indent(2)),
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
