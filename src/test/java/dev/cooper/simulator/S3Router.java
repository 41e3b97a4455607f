package dev.cooper.simulator;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Finds the operation from method, path and query. Path style only: the page shows no other. */
final class S3Router {
    private static final Set<String> LIST_OBJECTS_PARAMETERS =
            Set.of("prefix", "delimiter", "marker", "max-keys", "encoding-type");

    private S3Router() {}

    static S3Route route(Request request) {
        String path = UriCoding.decodePath(request.rawPath());
        String rest = path.startsWith("/") ? path.substring(1) : path;
        int slash = rest.indexOf('/');
        String first = slash < 0 ? rest : rest.substring(0, slash);
        String key = slash < 0 ? "" : rest.substring(slash + 1);
        if (first.isEmpty()) {
            return new S3Route(serviceOperation(request, key), null, "", "");
        }
        if (first.equals("WriteGetObjectResponse") && request.method().equals("POST")) {
            return new S3Route(Operation.WRITE_GET_OBJECT_RESPONSE, null, "", "");
        }
        int colon = first.indexOf(':');
        String project = colon < 0 ? null : first.substring(0, colon);
        String bucket = first.substring(colon + 1);
        // the page writes POST /{bucket}/{key}/?uploads, with a slash that is not part of the key
        boolean create = key.endsWith("/")
                && request.method().equals("POST")
                && request.query().has("uploads");
        String object = create ? key.substring(0, key.length() - 1) : key;
        Operation.Target target = object.isEmpty() ? Operation.Target.BUCKET : Operation.Target.OBJECT;
        return new S3Route(operation(request, target), project, bucket, object);
    }

    private static Operation serviceOperation(Request request, String key) {
        if (!key.isEmpty()) {
            return Operation.UNKNOWN; // a path that begins with two slashes
        }
        return switch (request.method()) {
            case "GET" -> Operation.LIST_BUCKETS;
            case "POST" -> Operation.ASSUME_ROLE_WITH_WEB_IDENTITY;
            default -> Operation.UNKNOWN;
        };
    }

    private static Operation operation(Request request, Operation.Target target) {
        Query query = request.query();
        List<Operation> candidates = Arrays.stream(Operation.values())
                .filter(operation ->
                        operation.target() == target && operation.method().equals(request.method()))
                .toList();
        for (Operation operation : candidates) {
            if (!operation.parameter().isEmpty() && query.has(operation.parameter()) && precise(operation, request)) {
                return operation;
            }
        }
        if (namesUnknownSubresource(query)) {
            return Operation.UNKNOWN;
        }
        return candidates.stream()
                .filter(operation -> operation.parameter().isEmpty() && precise(operation, request))
                .findFirst()
                .orElse(Operation.UNKNOWN);
    }

    /** Tells apart the operations that share method and parameter. */
    private static boolean precise(Operation operation, Request request) {
        Query query = request.query();
        return switch (operation) {
            case LIST_OBJECTS_V2 -> query.get("list-type", "").equals("2");
            case LIST_BUCKET_ANALYTICS_CONFIGURATIONS,
                    LIST_BUCKET_INTELLIGENT_TIERING_CONFIGURATIONS,
                    LIST_BUCKET_INVENTORY_CONFIGURATIONS,
                    LIST_BUCKET_METRICS_CONFIGURATIONS -> !query.has("id");
            case GET_BUCKET_ANALYTICS_CONFIGURATION,
                    GET_BUCKET_INTELLIGENT_TIERING_CONFIGURATION,
                    GET_BUCKET_INVENTORY_CONFIGURATION,
                    GET_BUCKET_METRICS_CONFIGURATION -> query.has("id");
            case UPLOAD_PART_COPY, COPY_OBJECT -> request.headers().has("x-amz-copy-source");
            default -> true;
        };
    }

    /** A parameter without a value names a sub-resource: one that no operation has must not fall through. */
    private static boolean namesUnknownSubresource(Query query) {
        return query.parameters().stream()
                .anyMatch(parameter -> parameter.value().isEmpty()
                        && !LIST_OBJECTS_PARAMETERS.contains(parameter.name())
                        && !parameter.name().startsWith("X-Amz-")
                        && !parameter.name().startsWith("response-"));
    }
}
