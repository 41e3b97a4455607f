package dev.cooper.simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A decoded query string. */
record Query(List<Parameter> parameters) {
    record Parameter(String name, String value) {}

    /** Parameters whose values let somebody else act: never recorded. */
    private static final Set<String> SECRET = Set.of("X-Amz-Signature", "X-Amz-Security-Token", "Signature");

    Query {
        parameters = List.copyOf(parameters);
    }

    static Query parse(String raw) {
        List<Parameter> parameters = new ArrayList<>();
        if (!raw.isEmpty()) {
            for (String pair : raw.split("&", -1)) {
                if (pair.isEmpty()) {
                    continue; // the page's own URLs hold "?&uploadId="
                }
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                parameters.add(new Parameter(UriCoding.decodeQuery(name), UriCoding.decodeQuery(value)));
            }
        }
        return new Query(parameters);
    }

    boolean has(String name) {
        return get(name) != null;
    }

    @Nullable
    String get(String name) {
        for (Parameter parameter : parameters) {
            if (parameter.name().equals(name)) {
                return parameter.value();
            }
        }
        return null;
    }

    String get(String name, String fallback) {
        String value = get(name);
        return value == null ? fallback : value;
    }

    /** A count such as max-keys, brought to what RGW takes: 0 to {@code limit}, which is also the default. */
    int count(String name, int limit) {
        String value = get(name);
        if (value == null || value.isEmpty()) {
            return limit;
        }
        try {
            return Math.clamp(Integer.parseInt(value), 0, limit);
        } catch (NumberFormatException e) {
            throw ErrorCode.INVALID_ARGUMENT.because(name + " must be a whole number.");
        }
    }

    /** The query as SigV4 canonicalises it, without the parameter that carries the signature itself. */
    String canonical() {
        return parameters.stream()
                .filter(parameter -> !parameter.name().equals("X-Amz-Signature"))
                .map(parameter -> new Parameter(
                        UriCoding.encodeComponent(parameter.name()), UriCoding.encodeComponent(parameter.value())))
                .sorted(Comparator.comparing(Parameter::name).thenComparing(Parameter::value))
                .map(parameter -> parameter.name() + "=" + parameter.value())
                .collect(Collectors.joining("&"));
    }

    /** The query for the record of requests, without signatures and tokens. */
    String redacted() {
        return parameters.stream()
                .map(parameter -> parameter.value().isEmpty()
                        ? parameter.name()
                        : parameter.name() + "=" + (SECRET.contains(parameter.name()) ? "***" : parameter.value()))
                .collect(Collectors.joining("&"));
    }
}
