package dev.cooper.deploy;

import dev.cooper.cluster.LocalCluster;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of its own, on which Cooper was installed as the documents say: the namespace of deploy/kustomize, and
 * {@code helm template | kubectl apply}. It has no nodes, so no Pod runs.
 */
final class Installation {
    private static @Nullable Installation installed;

    private final LocalCluster cluster;
    private final Tool kubectl;

    private Installation(LocalCluster cluster) {
        this.cluster = cluster;
        this.kubectl = Tool.kubectl(cluster.kubeconfig());
    }

    /** One for all tests of a run. */
    static synchronized Installation get() {
        if (installed == null) {
            installed = another("installed", new Chart().render());
        }
        return installed;
    }

    /** On a cluster of the caller's own, who stops it. */
    static Installation another(String name, String rendering) {
        Installation made = new Installation(LocalCluster.bare(name));
        made.install(rendering);
        return made;
    }

    private void install(String rendering) {
        kubectl.run(
                "apply",
                "-f",
                Path.of("deploy", "kustomize", "base", "namespace.yaml").toString());
        apply(rendering);
        kubectl.run("wait", "--for=condition=Established", "--timeout=30s", "crd", "--all");
    }

    LocalCluster cluster() {
        return cluster;
    }

    Tool kubectl() {
        return kubectl;
    }

    /** One line for each resource, which says created, configured or unchanged. */
    String apply(String yaml) {
        return kubectl.runOn(yaml, "apply", "-f", "-");
    }

    /** Makes a namespace where there is none of that name. */
    void namespace(String name) {
        apply("{apiVersion: v1, kind: Namespace, metadata: {name: %s}}".formatted(name));
    }

    /** Has the API server know another project's kind; nobody acts on it. */
    void know(Path crd) {
        kubectl.run("apply", "--server-side", "-f", crd.toString());
        String conditions = "--output=jsonpath={range .status.conditions[*]}{.type}={.status},{end}";
        Awaitility.await(crd + " is established").atMost(Duration.ofSeconds(30)).until(() -> kubectl.run(
                        "get", "-f", crd.toString(), conditions)
                .contains("Established=True,"));
    }

    /** The name of a user who has one of Kubernetes' own roles in a namespace. */
    String user(String namespace, String role) {
        String name = role + "-" + namespace;
        apply("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: %s, namespace: %s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %s}
                subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: %s}]
                """.formatted(name, namespace, role, name));
        return name;
    }

    /** Where each of these resources is in its history, statuses aside: the same again when nothing changed it. */
    String versions(String yaml) {
        return kubectl.runOn(
                yaml,
                "get",
                "-f",
                "-",
                "--output=go-template={{range .items}}{{.kind}} {{.metadata.name}} "
                        + "{{or .metadata.generation .metadata.resourceVersion}}\n{{end}}");
    }

    /** For a process that is to have the operator's rights, and no others. */
    String operatorToken() {
        return kubectl.run("-n", Chart.NAMESPACE, "create", "token", "cooper").strip();
    }
}
