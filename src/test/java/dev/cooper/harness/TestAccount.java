package dev.cooper.harness;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ServiceAccountResource;

/** A ServiceAccount whose tokens a kubelet would project into pods. */
public record TestAccount(KubernetesClient admin, String namespace, String name) {
    private static final long SHORTEST_SECONDS = 600;

    public static TestAccount create(KubernetesClient admin, String namespace, String name) {
        admin.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .endMetadata()
                        .build())
                .create();
        return new TestAccount(admin, namespace, name);
    }

    private ServiceAccountResource resource() {
        return admin.serviceAccounts().inNamespace(namespace).withName(name);
    }

    public ServiceAccount get() {
        return resource().require();
    }

    /** A token for these audiences, or for the API server where none is given. */
    public String token(String... audiences) {
        return resource()
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withAudiences(audiences)
                        .withExpirationSeconds(SHORTEST_SECONDS)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }

    public void delete() {
        resource().delete();
    }
}
