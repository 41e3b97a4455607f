package dev.cooper.reconcile.accesskey;

import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where pods reach the endpoint that hands keys out.
 *
 * @param url of its root, with https
 * @param authority certificates, in PEM, of the authorities that pods must trust; empty where that is one that everybody trusts
 */
public record EndpointAddress(URI url, Supplier<Optional<String>> authority) {

    /** Of the key of one AccessKey, for the container credentials provider of AWS's SDKs. */
    URI key(String namespace, String name) {
        return url.resolve(PATH.formatted(namespace, name));
    }

    /** What the path of a key looks like: namespace and name of its AccessKey. */
    public static final String PATH = "/v1/namespaces/%s/accesskeys/%s";

    /** The same for AssumeRoleWithWebIdentity, which knows keys as roles. */
    public static final String ROLE = "arn:aws:iam:::role/%s/%s";
}
