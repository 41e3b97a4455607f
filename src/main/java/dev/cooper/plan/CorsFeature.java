package dev.cooper.plan;

import dev.cooper.api.BucketSpec;
import dev.cooper.api.CorsRule;
import dev.cooper.api.CorsSpec;
import dev.cooper.plan.CorsState.Rule;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** spec.cors: which web pages' scripts may call the bucket from a browser. */
public enum CorsFeature implements BucketFeature<CorsState> {
    INSTANCE;

    @Override
    public String key() {
        return "cors";
    }

    @Override
    public @Nullable CorsSpec section(BucketSpec spec) {
        return spec.cors();
    }

    @Override
    public @Nullable CorsSpec declaration(CorsState observed) {
        return observed.rules().isEmpty()
                ? null
                : new CorsSpec(
                        observed.rules().stream().map(CorsFeature::specOf).toList());
    }

    private static CorsRule specOf(Rule rule) {
        return new CorsRule(
                rule.id(),
                rule.allowedOrigins().stream().sorted().toList(),
                rule.allowedMethods().stream()
                        .sorted()
                        .map(CorsRule.Method::valueOf)
                        .toList(),
                sortedOrNull(rule.allowedHeaders()),
                sortedOrNull(rule.exposeHeaders()),
                rule.maxAgeSeconds());
    }

    private static @Nullable List<String> sortedOrNull(Set<String> names) {
        return names.isEmpty() ? null : names.stream().sorted().toList();
    }

    @Override
    public List<Refusal> refusals(BucketSpec spec, Profile profile) {
        return List.of();
    }

    @Override
    public Optional<CorsState> initial(BucketSpec spec) {
        return Optional.of(CorsState.NONE);
    }

    @Override
    public List<Change> diff(BucketSpec spec, CorsState observed) {
        List<CorsRule> desired = Objects.requireNonNull(spec.cors()).rules();
        if (means(desired, observed.rules())) {
            return List.of();
        }
        return List.of(desired.isEmpty() ? new Change.RemoveCors() : new Change.SetCors(desired));
    }

    private static boolean means(List<CorsRule> desired, List<Rule> observed) {
        if (desired.size() != observed.size()) {
            return false;
        }
        for (int i = 0; i < desired.size(); i++) {
            Rule there = observed.get(i);
            // a name that the spec does not give is the store's affair
            if (!ruleOf(desired.get(i)).equals(desired.get(i).id() == null ? there.nameless() : there)) {
                return false;
            }
        }
        return true;
    }

    /** What a rule of a spec means. */
    static Rule ruleOf(CorsRule rule) {
        return Rule.of(
                rule.id(),
                rule.allowedOrigins(),
                rule.allowedMethods().stream().map(CorsRule.Method::name).toList(),
                orEmpty(rule.allowedHeaders()),
                orEmpty(rule.exposeHeaders()),
                rule.maxAgeSeconds());
    }

    private static List<String> orEmpty(@Nullable List<String> list) {
        return list == null ? List.of() : list;
    }
}
