package dev.cooper.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Request headers: names in lower case, repeated headers kept. */
final class Headers {
    private final SortedMap<String, List<String>> values = new TreeMap<>();

    static Headers of(Iterable<Map.Entry<String, String>> entries) {
        Headers headers = new Headers();
        for (Map.Entry<String, String> entry : entries) {
            headers.values
                    .computeIfAbsent(entry.getKey().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                    .add(entry.getValue());
        }
        return headers;
    }

    @Nullable
    String get(String name) {
        List<String> all = values.get(name.toLowerCase(Locale.ROOT));
        return all == null ? null : String.join(",", all);
    }

    String get(String name, String fallback) {
        String value = get(name);
        return value == null ? fallback : value;
    }

    boolean has(String name) {
        return values.containsKey(name.toLowerCase(Locale.ROOT));
    }

    List<String> names() {
        return List.copyOf(values.keySet());
    }

    /** The header as SigV4 canonicalises it: trimmed, runs of spaces collapsed, repetitions joined by a comma. */
    @Nullable
    String canonical(String name) {
        List<String> all = values.get(name.toLowerCase(Locale.ROOT));
        if (all == null) {
            return null;
        }
        return String.join(
                ",",
                all.stream().map(value -> value.strip().replaceAll(" +", " ")).toList());
    }
}
