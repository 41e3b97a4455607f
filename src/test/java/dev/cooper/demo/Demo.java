package dev.cooper.demo;

import dev.cooper.api.AccessKey;
import dev.cooper.api.ApiGroup;
import dev.cooper.api.Bucket;
import dev.cooper.api.ObjectStore;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.OperatorProcess;
import dev.cooper.harness.Readiness;
import dev.cooper.simulator.BucketControl;
import dev.cooper.simulator.KakaoCloudSimulator;
import dev.cooper.simulator.LifecycleRule;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** The story of one bucket, from kubectl apply to a repaired drift. Exits 0 only if every step came true. */
public final class Demo {
    private static final Path DIRECTORY = Path.of(System.getProperty("demo.directory", ".demo"));
    private static final Path EXAMPLES = Path.of("examples", "kakaocloud");
    private static final Path BASE = Path.of("deploy", "kustomize", "base");
    private static final String NAMESPACE = "shop";
    private static final String NAME = "shop-receipts";

    private final Terminal terminal;
    private final DemoCluster cluster;
    private final KakaoCloudSimulator cloud;

    private Demo(Terminal terminal, DemoCluster cluster, KakaoCloudSimulator cloud) {
        this.terminal = terminal;
        this.cluster = cluster;
        this.cloud = cloud;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        boolean interactive = Boolean.getBoolean("demo.interactive");
        Terminal terminal = new Terminal(System.out, interactive);
        String mode = Objects.requireNonNullElse(System.getenv("CLUSTER"), "auto");
        long began = System.nanoTime();
        clear(DIRECTORY);
        Files.createDirectories(DIRECTORY);
        terminal.title("Cooper: a bucket by kubectl, on a simulated KakaoCloud");
        int exit = 1;
        terminal.step("A Kubernetes API server and an object store");
        try (DemoCluster cluster = DemoCluster.open(terminal, DIRECTORY, mode);
                KakaoCloudSimulator cloud = KakaoCloudSimulator.start()) {
            terminal.done("Kubernetes: " + cluster.name());
            terminal.done(
                    "store: KakaoCloud simulator at " + cloud.endpoint() + ", Keystone at " + cloud.identityEndpoint());
            Demo demo = new Demo(terminal, cluster, cloud);
            try (OperatorProcess _ = demo.startOperator()) {
                demo.tell();
                terminal.title("%nAll of it came true, in %.0f s.".formatted((System.nanoTime() - began) / 1e9));
                if (interactive) {
                    demo.stay();
                }
            }
            exit = 0;
        } catch (RuntimeException e) {
            terminal.failed(Objects.requireNonNullElse(e.getMessage(), e.toString()));
            terminal.note("The operator's log is " + DIRECTORY.resolve("operator.log"));
        }
        System.exit(exit);
    }

    private static void clear(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private OperatorProcess startOperator() throws IOException {
        terminal.step("Cooper: its resources, its rights, the operator");
        expect(
                cluster.kubectl()
                        .apply(
                                Path.of("crds"),
                                BASE.resolve("namespace.yaml"),
                                BASE.resolve("serviceaccount.yaml"),
                                BASE.resolve("rbac.yaml")),
                "the manifests are accepted");
        awaitCrds();
        OperatorProcess operator = OperatorProcess.start(cluster.environment(), DIRECTORY.resolve("operator.log"));
        terminal.done(operator.awaitStart());
        return operator;
    }

    private void awaitCrds() {
        if (cluster.validates()) {
            await(
                    "the CRDs are served",
                    () -> cluster.client().apiextensions().v1().customResourceDefinitions().list().getItems().stream()
                            .filter(crd -> crd.getMetadata().getName().endsWith(ApiGroup.GROUP))
                            .allMatch(crd -> crd.getStatus() != null
                                    && crd.getStatus().getConditions().stream()
                                            .anyMatch(condition -> condition
                                                            .getType()
                                                            .equals("Established")
                                                    && condition.getStatus().equals("True"))));
        }
    }

    private void tell() throws IOException, InterruptedException {
        connectAndApply();
        useTheSecret();
        changeARule();
        repairDrift();
        refuseMistakes();
    }

    private void connectAndApply() throws IOException {
        terminal.step("A store, a bucket with encryption and a lifecycle rule, and an access key");
        cluster.kubectl()
                .createSecret(
                        OperatorHarness.OPERATOR_NAMESPACE,
                        "kakaocloud",
                        Map.of(
                                "OS_APPLICATION_CREDENTIAL_ID",
                                        cloud.applicationCredential().id(),
                                "OS_APPLICATION_CREDENTIAL_SECRET",
                                        cloud.applicationCredential().secret()));
        Path store = DIRECTORY.resolve("objectstore.yaml");
        Files.writeString(
                store,
                Files.readString(EXAMPLES.resolve("objectstore.yaml"))
                        + "  # the simulator instead of KakaoCloud\n  endpoint: %s\n  keystone:\n    endpoint: %s\n"
                                .formatted(cloud.endpoint(), cloud.identityEndpoint()));
        expect(
                cluster.kubectl()
                        .apply(
                                EXAMPLES.resolve("namespace.yaml"),
                                store,
                                EXAMPLES.resolve("bucket.yaml"),
                                EXAMPLES.resolve("accesskey.yaml")),
                "the manifests are accepted");
        awaitReady(ObjectStore.class, "kakaocloud");
        awaitReady(Bucket.class, NAME);
        awaitReady(AccessKey.class, NAME);
        cluster.kubectl().get(NAMESPACE, "objectstore", "bucket", "accesskey");
        BucketControl bucket = cloud.bucket(NAME);
        expect(bucket.encryption().filter("AES256"::equals).isPresent(), "the bucket exists and encrypts with AES256");
        expect(bucket.lifecycle().size() == 1, "it has its lifecycle rule: " + rules());
    }

    private void useTheSecret() throws IOException, InterruptedException {
        terminal.step("A workload that knows nothing but its mounted Secret");
        Secret secret = cluster.client()
                .secrets()
                .inNamespace(NAMESPACE)
                .withName(NAME + "-s3")
                .get();
        terminal.note("Secret %s-s3 has the keys %s"
                .formatted(NAME, secret.getData().keySet().stream().sorted().toList()));
        Path mount = DIRECTORY.resolve("mount");
        SecretMount.write(secret, mount);
        terminal.command("workload " + mount + "   # another process, MinIO's client");
        Process workload = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Workload.class.getName(),
                        mount.toString())
                .redirectErrorStream(true)
                .start();
        terminal.output(new String(workload.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        expect(workload.waitFor() == 0, "it wrote an object and read it back");
    }

    private void changeARule() throws IOException {
        terminal.step("A changed rule in Git, or here by hand");
        Path changed = DIRECTORY.resolve("bucket.yaml");
        Files.writeString(
                changed, Files.readString(EXAMPLES.resolve("bucket.yaml")).replace("days: 7", "days: 30"));
        terminal.command("sed 's/days: 7/days: 30/' %s > %s".formatted(EXAMPLES.resolve("bucket.yaml"), changed));
        cluster.kubectl().apply(changed);
        await("the rule reaches the bucket", () -> cloud.bucket(NAME).lifecycle().stream()
                .anyMatch(rule -> rule.days() == 30));
        awaitReady(Bucket.class, NAME);
        terminal.done("the bucket follows: " + rules());
    }

    private void repairDrift() {
        terminal.step("Somebody changes the bucket behind Cooper's back");
        cloud.bucket(NAME).replaceLifecycle(LifecycleRule.expiring("delete-everything", 1, "", Map.of()));
        terminal.failed("on the store: " + rules());
        cluster.kubectl().reconcileNow(NAMESPACE, "bucket", NAME);
        terminal.note("(without the annotation Cooper looks every 10 minutes, or as often as driftInterval says)");
        await("the drift is repaired", () -> cloud.bucket(NAME).lifecycle().stream()
                .noneMatch(rule -> rule.id().equals("delete-everything")));
        terminal.done("repaired: " + rules());
        await(
                "an event tells it",
                () -> cluster.client().events().v1().events().inNamespace(NAMESPACE).list().getItems().stream()
                        .filter(event -> event.getReason().equals("DriftRepaired"))
                        .peek(event -> terminal.note("event " + event.getReason() + ": " + event.getNote()))
                        .findFirst()
                        .isPresent());
    }

    private void refuseMistakes() throws IOException {
        terminal.step("Mistakes are refused, before anything is written");
        if (cluster.validates()) {
            Path both = manifest("both", "acl: {canned: private, grants: []}");
            expect(!cluster.kubectl().apply(both), "the API server refused it");
        }
        cluster.kubectl().apply(manifest("kms", "encryption: {algorithm: \"aws:kms\"}"));
        Bucket refused = await(
                Bucket.class, "mistake-kms", bucket -> Readiness.message(bucket).contains("spec.encryption.algorithm"));
        terminal.output("Ready: False — " + Readiness.message(refused));
        expect(
                cloud.requests().stream().noneMatch(request -> request.bucket().equals("mistake-kms")),
                "Cooper refused it, and sent the store nothing");
        expect(cloud.unsupportedRequests().isEmpty(), "no request of the demo was one that KakaoCloud does not offer");
    }

    private static Path manifest(String name, String spec) throws IOException {
        Path file = DIRECTORY.resolve("mistake-" + name + ".yaml");
        Files.writeString(
                file,
                "apiVersion: storage.cooper.dev/v1alpha1%nkind: Bucket%nmetadata: {name: mistake-%s, namespace: %s}%nspec: {%s}%n"
                        .formatted(name, NAMESPACE, spec));
        return file;
    }

    private void stay() throws InterruptedException {
        cluster.shell().ifPresent(shell -> {
            terminal.title("It stays up. In another shell:");
            terminal.command(shell);
            terminal.command(
                    "kubectl -n %s get cooper; kubectl -n %s describe bucket %s".formatted(NAMESPACE, NAMESPACE, NAME));
            terminal.command("kubectl explain bucket.spec.lifecycle.rules");
        });
        terminal.note("Ctrl-C ends it.");
        new CountDownLatch(1).await();
    }

    private String rules() {
        List<LifecycleRule> rules = cloud.bucket(NAME).lifecycle();
        return rules.stream()
                .map(rule -> "%s (prefix \"%s\", %d days)".formatted(rule.id(), rule.prefix(), rule.days()))
                .collect(Collectors.joining(", "));
    }

    // ---- waiting ----

    private void expect(boolean condition, String what) {
        if (!condition) {
            throw new IllegalStateException("expected, and not so: " + what);
        }
        terminal.done(what);
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(condition);
    }

    private <T extends CustomResource<?, ?>> void awaitReady(Class<T> type, String name) {
        await(type, name, Readiness::isReady);
    }

    private <T extends CustomResource<?, ?>> T await(Class<T> type, String name, Predicate<T> condition) {
        try {
            return Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> get(type, name), resource -> resource != null && condition.test(resource));
        } catch (ConditionTimeoutException e) {
            T resource = get(type, name);
            throw new IllegalStateException(
                    "%s %s is not there after 30 s: %s"
                            .formatted(
                                    type.getSimpleName(),
                                    name,
                                    resource == null ? "absent" : Readiness.message(resource)),
                    e);
        }
    }

    private <T extends CustomResource<?, ?>> @Nullable T get(Class<T> type, String name) {
        return type.equals(ObjectStore.class)
                ? cluster.client().resources(type).withName(name).get()
                : cluster.client()
                        .resources(type)
                        .inNamespace(NAMESPACE)
                        .withName(name)
                        .get();
    }
}
