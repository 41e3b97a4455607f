package dev.cooper.reconcile.accesskey;

import dev.cooper.api.AccessKey;
import dev.cooper.api.SecretTarget;
import dev.cooper.api.SecretTarget.Format;
import dev.cooper.plan.Refusal;
import dev.cooper.port.Failure;
import dev.cooper.port.StoreException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a pod needs to fetch its key itself: variables for envFrom, none of them secret, and whom to trust. */
final class PodVariables {
    /** Where the pod mounts a token of its ServiceAccount. */
    private static final String TOKEN_FILE = "/var/run/secrets/storage.cooper.dev/token";

    private PodVariables() {}

    /** Ends in {@link Failure.Refused} when pods are to fetch the key, and there is no endpoint to fetch it from. */
    static void requireEndpoint(AccessKey key, @Nullable EndpointAddress endpoint) {
        if (key.getSpec().credentialsEndpoint() != null && endpoint == null) {
            throw new StoreException(new Failure.Refused(List.of(new Refusal(
                    Refusal.Kind.INVALID,
                    "spec.credentialsEndpoint",
                    "Cooper's credentials endpoint is off: whoever runs Cooper can turn it on, with"
                            + " credentialsEndpoint.enabled of the chart"))));
        }
    }

    static Map<String, String> of(AccessKey key, SecretContents.Place place, @Nullable EndpointAddress endpoint) {
        SecretTarget target = key.getSpec().secret();
        boolean container = target.has(Format.containerCredentials);
        boolean webIdentity = target.has(Format.webIdentity);
        if (endpoint == null || (!container && !webIdentity)) {
            return Map.of();
        }
        String namespace = key.getMetadata().getNamespace();
        String name = key.getMetadata().getName();
        Map<String, String> variables = new TreeMap<>(place.variables());
        if (container) {
            variables.put(
                    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                    endpoint.key(namespace, name).toString());
            variables.put("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", TOKEN_FILE);
        }
        if (webIdentity) {
            variables.put("AWS_ENDPOINT_URL_STS", endpoint.url().toString());
            variables.put("AWS_ROLE_ARN", EndpointAddress.ROLE.formatted(namespace, name));
            variables.put("AWS_WEB_IDENTITY_TOKEN_FILE", TOKEN_FILE);
        }
        Optional<String> authority = endpoint.authority().get();
        authority.ifPresent(certificates -> variables.put("ca.crt", certificates));
        return variables;
    }
}
