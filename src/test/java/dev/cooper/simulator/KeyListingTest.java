package dev.cooper.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyListingTest {
    private static final List<String> KEYS = List.of(
            "a", "a/", "a/1", "a/2", "a/b/3", "a0", "b", "b/1", "c/d/e", "c/d/f", "z", "é", "\ud83d\ude00", "\ufffd");

    private static NavigableMap<String, String> all() {
        NavigableMap<String, String> all = new TreeMap<>(Bucket.KEY_ORDER);
        KEYS.forEach(key -> all.put(key, key));
        return all;
    }

    /** Every key of the prefix, rolled up by hand. */
    private static List<String> expected(String prefix, String delimiter) {
        TreeSet<String> expected = new TreeSet<>(Bucket.KEY_ORDER);
        for (String key : KEYS) {
            if (key.startsWith(prefix)) {
                int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
                expected.add(end < 0 ? key : key.substring(0, end + delimiter.length()));
            }
        }
        return List.copyOf(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1000})
    void thePagesTogetherAreTheWholeListing(int pageSize) {
        for (String prefix : new String[] {"", "a", "a/", "c/d", "x"}) {
            for (String delimiter : new String[] {"", "/", "d/"}) {
                assertThat(pages(prefix, delimiter, pageSize))
                        .describedAs("prefix %s, delimiter %s", prefix, delimiter)
                        .containsExactlyElementsOf(expected(prefix, delimiter));
            }
        }
    }

    @Test
    void noKeysAreAskedFor() {
        KeyListing<String> listing = KeyListing.of(all(), "", "", "", 0);

        assertThat(listing.size()).isZero();
        assertThat(listing.truncated()).isFalse();
    }

    private static List<String> pages(String prefix, String delimiter, int pageSize) {
        TreeSet<String> found = new TreeSet<>(Bucket.KEY_ORDER);
        List<String> inOrder = new ArrayList<>();
        String after = "";
        while (true) {
            KeyListing<String> page = KeyListing.of(all(), prefix, delimiter, after, pageSize);
            assertThat(page.size()).isLessThanOrEqualTo(pageSize);
            TreeSet<String> onPage = new TreeSet<>(Bucket.KEY_ORDER);
            page.entries().stream().map(Map.Entry::getKey).forEach(onPage::add);
            onPage.addAll(page.commonPrefixes());
            onPage.forEach(key -> assertThat(found.add(key)).describedAs(key).isTrue());
            inOrder.addAll(onPage);
            if (!page.truncated()) {
                return inOrder;
            }
            after = page.last();
        }
    }
}
