package dev.cooper.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/** A lifecycle rule: objects of a prefix, with tags, end a number of days after they were written. */
public record LifecycleRule(String id, boolean enabled, int days, String prefix, Map<String, String> tags, Form form) {
    /** How the rule was written, and is read back but for an empty prefix. */
    public enum Form {
        /** Prefix directly in the rule. */
        RULE_PREFIX,
        /** With an empty prefix: an empty filter. */
        FILTER_PREFIX,
        FILTER_TAG,
        /** The form that the page shows. */
        FILTER_AND
    }

    public LifecycleRule {
        tags = Map.copyOf(new TreeMap<>(tags));
    }

    /** A rule in the form that the page shows when there are tags, else with a plain filter prefix. */
    public static LifecycleRule expiring(String id, int days, String prefix, Map<String, String> tags) {
        return new LifecycleRule(id, true, days, prefix, tags, tags.isEmpty() ? Form.FILTER_PREFIX : Form.FILTER_AND);
    }

    boolean matches(String key, Map<String, String> objectTags) {
        return key.startsWith(prefix) && objectTags.entrySet().containsAll(tags.entrySet());
    }

    /** S3 adds the days and rounds up to the next midnight UTC. */
    Instant expiry(Instant lastModified) {
        Instant due = lastModified.plus(Duration.ofDays(days));
        Instant midnight = due.truncatedTo(ChronoUnit.DAYS);
        return midnight.equals(due) ? due : midnight.plus(Duration.ofDays(1));
    }
}
