package dev.cooper.connection;

import dev.cooper.api.ObjectStoreSpec;
import dev.cooper.plan.Refusal;
import dev.cooper.port.Failure;
import dev.cooper.port.StoreException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refuses endpoints at link-local addresses: no store is there, but clouds hand out the node's credentials at
 * 169.254.169.254, and errors tell what an endpoint answered.
 */
final class LinkLocalEndpoints {
    private LinkLocalEndpoints() {}

    static void refuse(ObjectStoreSpec spec) {
        Map<String, @Nullable String> endpoints = new LinkedHashMap<>();
        endpoints.put("spec.endpoint", spec.endpoint());
        endpoints.put(
                "spec.keystone.endpoint",
                spec.keystone() == null ? null : spec.keystone().endpoint());
        endpoints.put(
                "spec.sts.endpoint", spec.sts() == null ? null : spec.sts().endpoint());
        endpoints.put(
                "spec.iam.endpoint", spec.iam() == null ? null : spec.iam().endpoint());
        List<Refusal> refusals = endpoints.entrySet().stream()
                .filter(endpoint -> isLinkLocal(endpoint.getValue()))
                .map(endpoint -> new Refusal(
                        Refusal.Kind.INVALID,
                        endpoint.getKey(),
                        "%s is at a link-local address, where clouds hand out the node's credentials: give the store's URL"
                                .formatted(endpoint.getValue())))
                .toList();
        if (!refusals.isEmpty()) {
            throw new StoreException(new Failure.Refused(refusals));
        }
    }

    private static boolean isLinkLocal(@Nullable String endpoint) {
        String host = endpoint == null ? null : URI.create(endpoint).getHost();
        if (host == null) {
            return false;
        }
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).anyMatch(InetAddress::isLinkLocalAddress);
        } catch (UnknownHostException e) {
            return false; // the first request tells
        }
    }
}
