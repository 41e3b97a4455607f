package dev.cooper.bench;

import java.util.stream.IntStream;

/** Secrets of others in a cluster, which the operator shall not keep in memory. */
record ForeignSecrets(RawKubernetes kubernetes) implements AutoCloseable {

    static ForeignSecrets create(KubernetesServer server, int count) {
        RawKubernetes kubernetes = new RawKubernetes(server.admin(), server.newNamespace());
        Parallel.forEach(
                IntStream.range(0, count).mapToObj("foreign-%05d"::formatted).toList(),
                name -> kubernetes.create(
                        "api/v1/namespaces/" + kubernetes.namespace() + "/secrets",
                        Manifests.foreignSecret(kubernetes.namespace(), name)));
        return new ForeignSecrets(kubernetes);
    }

    @Override
    public void close() {
        kubernetes.delete("api/v1/namespaces/" + kubernetes.namespace() + "/secrets");
    }
}
