package dev.cooper.plan;

import dev.cooper.api.BucketSpec;
import dev.cooper.api.LifecycleRule;
import dev.cooper.api.LifecycleRule.Filter;
import dev.cooper.api.LifecycleRule.Tag;
import dev.cooper.api.LifecycleSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** spec.lifecycle: when objects, old versions and unfinished uploads end or move. */
public enum LifecycleFeature implements BucketFeature<LifecycleState> {
    INSTANCE;

    @Override
    public String key() {
        return "lifecycle";
    }

    @Override
    public @Nullable LifecycleSpec section(BucketSpec spec) {
        return spec.lifecycle();
    }

    @Override
    public @Nullable LifecycleSpec declaration(LifecycleState observed) {
        return observed.rules().isEmpty()
                ? null
                : new LifecycleSpec(observed.rules().stream()
                        .map(LifecycleFeature::normalized)
                        .sorted(Comparator.comparing(LifecycleRule::id))
                        .toList());
    }

    @Override
    public List<Refusal> refusals(BucketSpec spec, Profile profile) {
        List<Refusal> refusals = new ArrayList<>();
        List<LifecycleRule> rules = rules(spec);
        for (int i = 0; i < rules.size(); i++) {
            String path = "spec.lifecycle.rules[%d]".formatted(i);
            Set<String> lacking = new TreeSet<>(elements(rules.get(i)));
            lacking.removeAll(profile.lifecycle().elements());
            for (String element : lacking) {
                refusals.add(Refusal.unsupported(
                        path + "." + element,
                        "this store's lifecycle rules have no %s; they have %s"
                                .formatted(
                                        element,
                                        profile.lifecycle().elements().stream()
                                                .sorted()
                                                .toList())));
            }
        }
        return refusals;
    }

    /** Paths, within a rule, of the elements that the rule uses and that not every store knows. */
    private static Set<String> elements(LifecycleRule rule) {
        Set<String> elements = new HashSet<>();
        Filter filter = rule.filter();
        if (filter != null) {
            put(elements, "filter.prefix", filter.prefix());
            put(elements, "filter.tags", filter.tags());
            put(elements, "filter.objectSizeGreaterThan", filter.objectSizeGreaterThan());
            put(elements, "filter.objectSizeLessThan", filter.objectSizeLessThan());
        }
        LifecycleRule.Expiration expiration = rule.expiration();
        if (expiration != null) {
            put(elements, "expiration.days", expiration.days());
            put(elements, "expiration.date", expiration.date());
            put(elements, "expiration.expiredObjectDeleteMarker", expiration.expiredObjectDeleteMarker());
        }
        put(elements, "transitions", emptyToNull(rule.transitions()));
        LifecycleRule.NoncurrentVersionExpiration noncurrent = rule.noncurrentVersionExpiration();
        if (noncurrent != null) {
            elements.add("noncurrentVersionExpiration");
            put(elements, "noncurrentVersionExpiration.newerNoncurrentVersions", noncurrent.newerNoncurrentVersions());
        }
        put(elements, "noncurrentVersionTransitions", emptyToNull(rule.noncurrentVersionTransitions()));
        put(elements, "abortIncompleteMultipartUpload", rule.abortIncompleteMultipartUpload());
        return elements;
    }

    private static void put(Set<String> elements, String path, @Nullable Object value) {
        if (value != null) {
            elements.add(path);
        }
    }

    @Override
    public Optional<LifecycleState> initial(BucketSpec spec) {
        return Optional.of(LifecycleState.NONE);
    }

    @Override
    public List<Change> diff(BucketSpec spec, LifecycleState observed) {
        List<LifecycleRule> desired = rules(spec);
        if (meaning(desired).equals(meaning(observed.rules()))) {
            return List.of();
        }
        return List.of(desired.isEmpty() ? new Change.RemoveLifecycle() : new Change.SetLifecycle(desired));
    }

    private static Set<LifecycleRule> meaning(List<LifecycleRule> rules) {
        return rules.stream().map(LifecycleFeature::normalized).collect(Collectors.toUnmodifiableSet());
    }

    /** One spelling for each meaning: no empty filter or list, tags and transitions in a fixed order. */
    private static LifecycleRule normalized(LifecycleRule rule) {
        return new LifecycleRule(
                rule.id(),
                rule.status(),
                normalized(rule.filter()),
                normalized(rule.expiration()),
                sorted(rule.transitions(), Comparator.comparing(LifecycleRule.Transition::toString)),
                rule.noncurrentVersionExpiration(),
                sorted(
                        rule.noncurrentVersionTransitions(),
                        Comparator.comparing(LifecycleRule.NoncurrentVersionTransition::toString)),
                rule.abortIncompleteMultipartUpload());
    }

    /** A delete-marker flag of false says nothing. */
    private static LifecycleRule.@Nullable Expiration normalized(LifecycleRule.@Nullable Expiration expiration) {
        if (expiration == null || !Boolean.FALSE.equals(expiration.expiredObjectDeleteMarker())) {
            return expiration;
        }
        return expiration.days() == null && expiration.date() == null
                ? null
                : new LifecycleRule.Expiration(expiration.days(), expiration.date(), null);
    }

    private static @Nullable Filter normalized(@Nullable Filter filter) {
        if (filter == null) {
            return null;
        }
        String prefix = filter.prefix() == null || filter.prefix().isEmpty() ? null : filter.prefix();
        List<Tag> tags = sorted(filter.tags(), Comparator.comparing(Tag::key).thenComparing(Tag::value));
        Filter normalized = new Filter(prefix, tags, filter.objectSizeGreaterThan(), filter.objectSizeLessThan());
        return normalized.equals(new Filter(null, null, null, null)) ? null : normalized;
    }

    private static <T> @Nullable List<T> sorted(@Nullable List<T> list, Comparator<T> order) {
        return list == null || list.isEmpty()
                ? null
                : list.stream().sorted(order).toList();
    }

    private static <T> @Nullable List<T> emptyToNull(@Nullable List<T> list) {
        return list == null || list.isEmpty() ? null : list;
    }

    private static List<LifecycleRule> rules(BucketSpec spec) {
        return Objects.requireNonNull(spec.lifecycle()).rules();
    }
}
