package dev.cooper.plan;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The CORS rules of a bucket.
 *
 * @param rules the rules in order, which matters; empty when the bucket has none
 */
public record CorsState(List<Rule> rules) implements FeatureState {

    public static final CorsState NONE = new CorsState(List.of());

    /**
     * One rule. In its lists order does not matter, and in names of headers case does not.
     *
     * @param id the rule's name, or null
     * @param maxAgeSeconds how long a browser may remember the answer, or null where the rule does not say
     */
    public record Rule(
            @Nullable String id,
            Set<String> allowedOrigins,
            Set<String> allowedMethods,
            Set<String> allowedHeaders,
            Set<String> exposeHeaders,
            @Nullable Integer maxAgeSeconds) {

        public static Rule of(
                @Nullable String id,
                Collection<String> allowedOrigins,
                Collection<String> allowedMethods,
                Collection<String> allowedHeaders,
                Collection<String> exposeHeaders,
                @Nullable Integer maxAgeSeconds) {
            return new Rule(
                    id,
                    Set.copyOf(allowedOrigins),
                    Set.copyOf(allowedMethods),
                    lowerCase(allowedHeaders),
                    lowerCase(exposeHeaders),
                    maxAgeSeconds);
        }

        private static Set<String> lowerCase(Collection<String> headers) {
            return headers.stream()
                    .map(header -> header.toLowerCase(Locale.ROOT))
                    .collect(Collectors.toUnmodifiableSet());
        }

        /** The same rule without its name. */
        Rule nameless() {
            return new Rule(null, allowedOrigins, allowedMethods, allowedHeaders, exposeHeaders, maxAgeSeconds);
        }
    }
}
