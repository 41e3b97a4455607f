package dev.cooper.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/**
 * One page of a listing: keys in order, those that share a prefix up to the delimiter rolled up into one entry.
 *
 * @param last the last key or common prefix of the page: where the next page goes on
 */
record KeyListing<T>(List<Map.Entry<String, T>> entries, List<String> commonPrefixes, boolean truncated, String last) {

    static <T> KeyListing<T> of(
            NavigableMap<String, T> all, String prefix, String delimiter, String after, int maxKeys) {
        List<Map.Entry<String, T>> entries = new ArrayList<>();
        List<String> commonPrefixes = new ArrayList<>();
        String last = after;
        String rolledUp = after.startsWith(prefix) ? commonPrefix(after, prefix, delimiter) : "";
        for (Map.Entry<String, T> entry : all.tailMap(after, false).entrySet()) {
            String key = entry.getKey();
            // a page that ended with a common prefix goes on behind all of its keys
            boolean inLastPrefix = !rolledUp.isEmpty() && rolledUp.equals(after) && key.startsWith(rolledUp);
            if (!key.startsWith(prefix) || inLastPrefix) {
                continue;
            }
            String common = commonPrefix(key, prefix, delimiter);
            if (!common.isEmpty()
                    && !commonPrefixes.isEmpty()
                    && commonPrefixes.getLast().equals(common)) {
                continue;
            }
            if (entries.size() + commonPrefixes.size() == maxKeys) {
                return new KeyListing<>(entries, commonPrefixes, maxKeys > 0, last);
            }
            if (common.isEmpty()) {
                entries.add(Map.entry(key, entry.getValue()));
                last = key;
            } else {
                commonPrefixes.add(common);
                last = common;
            }
        }
        return new KeyListing<>(entries, commonPrefixes, false, last);
    }

    int size() {
        return entries.size() + commonPrefixes.size();
    }

    private static String commonPrefix(String key, String prefix, String delimiter) {
        if (delimiter.isEmpty()) {
            return "";
        }
        int end = key.indexOf(delimiter, prefix.length());
        return end < 0 ? "" : key.substring(0, end + delimiter.length());
    }
}
