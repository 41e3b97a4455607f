package dev.cooper.plan;

import dev.cooper.api.LifecycleRule;
import dev.cooper.api.LifecycleRule.AbortIncompleteMultipartUpload;
import dev.cooper.api.LifecycleRule.Expiration;
import dev.cooper.api.LifecycleRule.Filter;
import dev.cooper.api.LifecycleRule.NoncurrentVersionExpiration;
import dev.cooper.api.LifecycleRule.NoncurrentVersionTransition;
import dev.cooper.api.LifecycleRule.Status;
import dev.cooper.api.LifecycleRule.Tag;
import dev.cooper.api.LifecycleRule.Transition;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/**
 * Random lifecycle rules. Stricter than the CRD where S3 is: what an object goes through comes in the order of the
 * storage classes on offer, 30 days apart, and is told in days or in dates, not in both.
 */
final class LifecycleRules {
    private static final LocalDate FIRST_DAY = LocalDate.of(2030, 1, 1);
    private static final double ABSENT = 0.6;

    private LifecycleRules() {}

    static Arbitrary<LifecycleRule> of(Offer offer) {
        return Combinators.combine(
                        Texts.NAMES,
                        Arbitraries.of(Status.class),
                        filters(offer).injectNull(0.3),
                        journeys(offer).injectNull(0.3),
                        noncurrentExpirations(offer),
                        noncurrentTransitions(offer),
                        aborts(offer))
                .as(LifecycleRules::rule)
                .filter(LifecycleRules::hasAction);
    }

    /** What becomes of current objects. */
    private record Journey(
            @Nullable Expiration expiration, @Nullable List<Transition> transitions) {}

    private static LifecycleRule rule(
            String id,
            Status status,
            @Nullable Filter filter,
            @Nullable Journey journey,
            @Nullable NoncurrentVersionExpiration noncurrentExpiration,
            @Nullable List<NoncurrentVersionTransition> noncurrentTransitions,
            @Nullable AbortIncompleteMultipartUpload abort) {
        Expiration expiration = journey == null ? null : journey.expiration();
        boolean marker = expiration != null && expiration.expiredObjectDeleteMarker() != null;
        return new LifecycleRule(
                id,
                status,
                abort != null || marker ? prefixOnly(filter) : filter,
                expiration,
                journey == null ? null : journey.transitions(),
                noncurrentExpiration,
                noncurrentTransitions,
                abort);
    }

    private static boolean hasAction(LifecycleRule rule) {
        return rule.expiration() != null
                || rule.transitions() != null
                || rule.noncurrentVersionExpiration() != null
                || rule.noncurrentVersionTransitions() != null
                || rule.abortIncompleteMultipartUpload() != null;
    }

    private static @Nullable Filter prefixOnly(@Nullable Filter filter) {
        return filter == null ? null : new Filter(filter.prefix(), null, null, null);
    }

    private static Arbitrary<Filter> filters(Offer offer) {
        Arbitrary<Tag> tag = Combinators.combine(Texts.NAMES, Texts.VALUES).as(Tag::new);
        return Combinators.combine(
                        offered(offer, "filter.prefix", Texts.PREFIXES),
                        offered(
                                offer,
                                "filter.tags",
                                tag.list().uniqueElements(Tag::key).ofMinSize(1).ofMaxSize(4)),
                        offered(
                                offer,
                                "filter.objectSizeGreaterThan",
                                Arbitraries.longs().between(0, 1_000_000)),
                        offered(
                                offer,
                                "filter.objectSizeLessThan",
                                Arbitraries.longs().between(1_000_001, 5_000_000_000L)))
                .as(Filter::new);
    }

    private static Arbitrary<Journey> journeys(Offer offer) {
        int classes = offer.hasElement("transitions") ? offer.storageClasses().size() : 0;
        List<Arbitrary<Journey>> kinds = new ArrayList<>();
        kinds.add(journeys(offer, classes, offer.hasElement("expiration.days"), false));
        if (offer.hasElement("expiration.date")) {
            kinds.add(journeys(offer, classes, true, true));
        }
        if (offer.hasElement("expiration.expiredObjectDeleteMarker")) {
            kinds.add(Arbitraries.just(new Journey(new Expiration(null, null, true), null)));
        }
        return Arbitraries.oneOf(kinds);
    }

    private static Arbitrary<Journey> journeys(Offer offer, int classes, boolean mayExpire, boolean dates) {
        return Combinators.combine(
                        Arbitraries.integers().between(0, classes),
                        Arbitraries.integers().between(1, 300),
                        mayExpire ? Arbitraries.of(true, false) : Arbitraries.just(false))
                .filter((steps, _, expires) -> steps > 0 || expires)
                .as((steps, offset, expires) -> {
                    List<Transition> transitions = IntStream.rangeClosed(1, steps)
                            .mapToObj(step -> new Transition(
                                    dates ? null : offset + 30 * step,
                                    dates ? day(offset + 30 * step) : null,
                                    offer.storageClasses().get(step - 1)))
                            .toList();
                    int end = steps == 0 ? offset : offset + 30 * (steps + 1);
                    Expiration expiration =
                            expires ? new Expiration(dates ? null : end, dates ? day(end) : null, null) : null;
                    return new Journey(expiration, transitions.isEmpty() ? null : transitions);
                });
    }

    private static String day(int offset) {
        return FIRST_DAY.plusDays(offset).toString();
    }

    private static Arbitrary<@Nullable NoncurrentVersionExpiration> noncurrentExpirations(Offer offer) {
        return offered(
                offer,
                "noncurrentVersionExpiration",
                Combinators.combine(
                                Arbitraries.integers().between(400, 1000),
                                offered(
                                        offer,
                                        "noncurrentVersionExpiration.newerNoncurrentVersions",
                                        Arbitraries.integers().between(1, 100)))
                        .as(NoncurrentVersionExpiration::new));
    }

    private static Arbitrary<@Nullable List<NoncurrentVersionTransition>> noncurrentTransitions(Offer offer) {
        return offered(
                offer,
                "noncurrentVersionTransitions",
                Combinators.combine(
                                Arbitraries.integers()
                                        .between(1, offer.storageClasses().size()),
                                Arbitraries.integers().between(1, 100))
                        .as((steps, offset) -> IntStream.rangeClosed(1, steps)
                                .mapToObj(step -> new NoncurrentVersionTransition(
                                        offset + 30 * step,
                                        null,
                                        offer.storageClasses().get(step - 1)))
                                .toList()));
    }

    private static Arbitrary<@Nullable AbortIncompleteMultipartUpload> aborts(Offer offer) {
        return offered(
                offer,
                "abortIncompleteMultipartUpload",
                Arbitraries.integers().between(1, 30).map(AbortIncompleteMultipartUpload::new));
    }

    private static <T> Arbitrary<@Nullable T> offered(Offer offer, String element, Arbitrary<T> values) {
        return values.injectNull(offer.hasElement(element) ? ABSENT : 1);
    }
}
