package dev.cooper.watch;

import dev.cooper.cluster.LocalCluster;
import dev.cooper.deploy.Chart;
import dev.cooper.deploy.Tool;
import dev.cooper.harness.OperatorProcess;
import dev.cooper.simulator.KakaoCloudSimulator;
import dev.cooper.simulator.LifecycleRule;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * A platform with some of everything that there is to see: the packaged operator under the rights of its ServiceAccount, a
 * real API server, two simulated KakaoClouds and one store that is away.
 */
final class Showcase implements AutoCloseable {
    private static final Pattern METRICS = Pattern.compile("Listening on: (http://[^ ]+?)\\.?\\s");
    private static final Pattern PAGE = Pattern.compile("The status page is at (http://\\S+)");
    private static final Path LOG = Path.of("target", "showcase.log");
    private static final String STATUS_PAGE = "statusPage.enabled=true";

    private final LocalCluster cluster;
    private final Tool kubectl;
    private final KakaoCloudSimulator main = KakaoCloudSimulator.start();
    private final KakaoCloudSimulator second = KakaoCloudSimulator.start();
    private final OperatorProcess operator;

    private Showcase(LocalCluster cluster) throws IOException {
        this.cluster = cluster;
        this.kubectl = Tool.kubectl(cluster.kubeconfig());
        apply(new Chart().render("--set", STATUS_PAGE, "--show-only", "templates/status-page.yaml"));
        this.operator = OperatorProcess.start(cluster.operatorKubeconfig(), LOG, "-Dcooper.status-page.port=0");
        operator.awaitStart();
    }

    /** On a cluster of this name, which only one showcase of a run may have. */
    static Showcase start(String name) throws IOException {
        return new Showcase(LocalCluster.another(name));
    }

    private void apply(String yaml) {
        kubectl.runOn(yaml, "apply", "--server-side", "-f", "-");
    }

    /** Where the operator answers Prometheus. */
    URI metrics() {
        return URI.create(logged(METRICS));
    }

    String statusPage() {
        return logged(PAGE);
    }

    private static String logged(Pattern line) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> line.matcher(Files.readString(LOG)), matcher -> matcher.find())
                .group(1);
    }

    /** A token of somebody with one of Kubernetes' own roles in a namespace, or in all of them. */
    String token(String role, String namespace) {
        apply("{apiVersion: v1, kind: ServiceAccount, metadata: {name: %s, namespace: %s}}".formatted(role, namespace));
        boolean everywhere = role.equals("cluster-admin");
        apply("""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: %s
            metadata: {name: %s-of-%s, namespace: %s}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %s}
            subjects: [{kind: ServiceAccount, name: %s, namespace: %s}]
            """.formatted(
                        everywhere ? "ClusterRoleBinding" : "RoleBinding",
                        role,
                        namespace,
                        namespace,
                        everywhere ? role : "cooper-viewer",
                        role,
                        namespace));
        return kubectl.run("-n", namespace, "create", "token", role).strip();
    }

    /** Stores, buckets and keys, some of them wrong, and waits until each has been looked at. */
    void populate() throws IOException {
        apply(new Chart().render("--show-only", "templates/roles-for-people.yaml"));
        connect("kakaocloud", main, true);
        connect("kakaocloud-second", second, false);
        apply(Files.readString(Path.of("src", "test", "resources", "dashboard", "showcase.yaml")));
        Awaitility.await("each resource was looked at")
                .atMost(Duration.ofSeconds(90))
                .until(() -> kubectl.run(
                                "get",
                                "objectstores,buckets,accesskeys",
                                "-A",
                                "-o",
                                "jsonpath={range .items[*]}{.status.conditions[0].type}{\"\\n\"}{end}")
                        .lines()
                        .allMatch("Ready"::equals));
        Awaitility.await("what can be Ready is")
                .atMost(Duration.ofSeconds(60))
                .until(() -> ready("buckets") >= 9 && ready("accesskeys") >= 4);
    }

    private long ready(String kind) {
        return kubectl.run(
                        "get",
                        kind,
                        "-A",
                        "-o",
                        "jsonpath={range .items[*]}{.status.conditions[0].status}{\"\\n\"}{end}")
                .lines()
                .filter("True"::equals)
                .count();
    }

    private void connect(String name, KakaoCloudSimulator cloud, boolean isDefault) {
        apply("""
            apiVersion: v1
            kind: Secret
            metadata: {name: %1$s, namespace: cooper-system}
            stringData: {OS_APPLICATION_CREDENTIAL_ID: "%2$s", OS_APPLICATION_CREDENTIAL_SECRET: "%3$s"}
            ---
            apiVersion: storage.cooper.dev/v1alpha1
            kind: ObjectStore
            metadata: {name: %1$s}
            spec:
              provider: kakaocloud
              endpoint: %4$s
              keystone: {endpoint: "%5$s"}
              default: %6$s
              driftInterval: 10s
              credentials: {keystone: {secretRef: {name: %1$s}}}
              allowedNamespaces: {names: ["*"]}
            """.formatted(
                        name,
                        cloud.applicationCredential().id(),
                        cloud.applicationCredential().secret(),
                        cloud.endpoint(),
                        cloud.identityEndpoint(),
                        isDefault));
    }

    /** Workloads write objects, so many of each size. */
    void fill(int round) {
        main.bucket("raw-events").putObject("day-" + round, new byte[1_500_000]);
        main.bucket("receipts").putObject("receipt-" + round, new byte[90_000]);
        for (int i = 0; i < 5; i++) {
            main.bucket("assets").putObject("asset-" + round + "-" + i, new byte[25_000]);
        }
        second.bucket("backups").putObject("backup-" + round, new byte[600_000]);
    }

    /** Somebody changes buckets behind Cooper's back. */
    void drift() {
        main.bucket("receipts").replaceLifecycle(LifecycleRule.expiring("intruder", 1, "", Map.of()));
        second.bucket("backups").removeLifecycle();
    }

    /** Has Buckets looked at now. */
    void look(String namespace, List<String> buckets) {
        for (String bucket : buckets) {
            kubectl.run(
                    "-n",
                    namespace,
                    "annotate",
                    "--overwrite",
                    "bucket",
                    bucket,
                    "storage.cooper.dev/reconcile-at=" + System.nanoTime());
        }
    }

    void awaitEvent(String namespace, String reason) {
        Awaitility.await(reason).atMost(Duration.ofSeconds(60)).until(() -> !kubectl.run(
                        "-n", namespace, "get", "events", "--field-selector=reason=" + reason, "-o", "name")
                .isBlank());
    }

    /** Has the change of a spec shown and not written. */
    void preview() {
        kubectl.run("-n", "data", "annotate", "bucket", "models", "storage.cooper.dev/preview=true");
        apply("""
            apiVersion: storage.cooper.dev/v1alpha1
            kind: Bucket
            metadata: {name: models, namespace: data}
            spec: {lifecycle: {rules: [{id: old-models, filter: {prefix: old/}, expiration: {days: 30}}]}}
            """);
        kubectl.run(
                "-n",
                "data",
                "wait",
                "--for=jsonpath={.status.plannedChanges[0].path}=spec.lifecycle",
                "--timeout=60s",
                "bucket/models");
    }

    @Override
    public void close() {
        operator.close();
        main.close();
        second.close();
        cluster.stop();
    }
}
