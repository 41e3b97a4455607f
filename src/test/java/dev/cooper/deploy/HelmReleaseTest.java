package dev.cooper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.cluster.LocalCluster;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** helm install, upgrade and uninstall. */
class HelmReleaseTest {
    @Test
    void uninstallingAndInstallingAgainKeepsWhatUsersMade() {
        LocalCluster cluster = LocalCluster.bare("helm");
        try {
            Tool helm = Tool.helm(cluster.kubeconfig());
            Tool kubectl = Tool.kubectl(cluster.kubeconfig());
            String notes = helm.run(release("install", "--create-namespace"));
            assertThat(notes).contains("kubectl -n here create secret generic kakaocloud");
            kubectl.run("wait", "--for=condition=Established", "--timeout=30s", "crd", "--all");
            kubectl.runOn("""
                    {apiVersion: storage.cooper.dev/v1alpha1, kind: Bucket, metadata: {name: kept, namespace: here}, spec: {}}
                    """, "apply", "-f", "-");

            assertThat(helm.run("uninstall", "cooper", "--namespace", "here")).contains("CustomResourceDefinition");
            assertThat(kubectl.run("-n", "here", "get", "bucket", "kept")).contains("kept");
            assertThat(kubectl.run("-n", "here", "get", "deployment,serviceaccount"))
                    .doesNotContain("cooper");

            helm.run(release("install", "--create-namespace"));
            assertThat(helm.run(release("upgrade", "--set", "replicas=3"))).contains("REVISION: 2");
            assertThat(kubectl.run("-n", "here", "get", "deployment", "cooper", "--output=jsonpath={.spec.replicas}"))
                    .isEqualTo("3");
            assertThat(kubectl.run("-n", "here", "get", "bucket", "kept")).contains("kept");
        } finally {
            cluster.stop();
        }
    }

    private static String[] release(String verb, String... arguments) {
        return Stream.concat(
                        Stream.of(verb, "cooper", Chart.FOLDER.toString(), "--namespace", "here"), Stream.of(arguments))
                .toArray(String[]::new);
    }
}
