package dev.cooper.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.BucketSpec;
import dev.cooper.api.LifecycleRule;
import dev.cooper.api.Provider;
import dev.cooper.connection.Profiles;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LifecycleFeatureTest {
    private static final String DRAFTS =
            "{id: drafts, status: Enabled, filter: {prefix: drafts/}, expiration: {days: 7}}";
    private static final String UPLOADS =
            "{id: uploads, status: Enabled, abortIncompleteMultipartUpload: {daysAfterInitiation: 3}}";

    private static BucketSpec spec(String... rules) {
        return Yaml.spec("lifecycle: {rules: [" + String.join(", ", rules) + "]}");
    }

    private static List<LifecycleRule> rules(String... rules) {
        return Objects.requireNonNull(spec(rules).lifecycle()).rules();
    }

    private static void assertSame(String desired, String observed) {
        assertThat(LifecycleFeature.INSTANCE.diff(spec(desired), new LifecycleState(rules(observed))))
                .isEmpty();
        assertThat(LifecycleFeature.INSTANCE.diff(spec(observed), new LifecycleState(rules(desired))))
                .isEmpty();
    }

    private static void assertDifferent(String desired, String observed) {
        assertThat(LifecycleFeature.INSTANCE.diff(spec(desired), new LifecycleState(rules(observed))))
                .containsExactly(new Change.SetLifecycle(rules(desired)));
    }

    private static String rule(String filter, String action) {
        return "{id: r, status: Enabled, filter: %s, %s}".formatted(filter, action);
    }

    @Nested
    class Rules {
        @Test
        void aNewBucketHasNone() {
            assertThat(LifecycleFeature.INSTANCE.initial(spec(DRAFTS))).contains(LifecycleState.NONE);
        }

        @Test
        void theirOrderDoesNotMatter() {
            assertThat(LifecycleFeature.INSTANCE.diff(
                            spec(DRAFTS, UPLOADS), new LifecycleState(rules(UPLOADS, DRAFTS))))
                    .isEmpty();
        }

        @Test
        void noneMeansThatAllAreRemoved() {
            assertThat(LifecycleFeature.INSTANCE.diff(spec(), new LifecycleState(rules(DRAFTS))))
                    .containsExactly(new Change.RemoveLifecycle());
            assertThat(LifecycleFeature.INSTANCE.diff(spec(), LifecycleState.NONE))
                    .isEmpty();
        }

        @Test
        void theyReplaceAllThatAreThere() {
            assertThat(LifecycleFeature.INSTANCE.diff(spec(DRAFTS), new LifecycleState(rules(DRAFTS, UPLOADS))))
                    .containsExactly(new Change.SetLifecycle(rules(DRAFTS)));
            assertThat(LifecycleFeature.INSTANCE.diff(spec(DRAFTS, UPLOADS), new LifecycleState(rules(UPLOADS))))
                    .containsExactly(new Change.SetLifecycle(rules(DRAFTS, UPLOADS)));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{id: draft, status: Enabled, filter: {prefix: drafts/}, expiration: {days: 7}}",
                    "{id: drafts, status: Disabled, filter: {prefix: drafts/}, expiration: {days: 7}}",
                    "{id: drafts, status: Enabled, filter: {prefix: drafts}, expiration: {days: 7}}",
                    "{id: drafts, status: Enabled, filter: {}, expiration: {days: 7}}",
                    "{id: drafts, status: Enabled, filter: {prefix: drafts/}, expiration: {days: 8}}",
                    "{id: drafts, status: Enabled, filter: {prefix: drafts/}, expiration: {date: '2027-01-31'}}",
                    "{id: drafts, status: Enabled, filter: {prefix: drafts/, tags: [{key: a, value: b}]}, expiration: {days: 7}}",
                    "{id: drafts, status: Enabled, filter: {prefix: drafts/}, noncurrentVersionExpiration: {noncurrentDays: 7}}",
                })
        void anyOtherDifferenceIsOne(String other) {
            assertDifferent(DRAFTS, other);
            assertDifferent(other, DRAFTS);
        }
    }

    @Nested
    class Filters {
        @ParameterizedTest
        @ValueSource(strings = {"{}", "{prefix: ''}", "{tags: []}", "{prefix: '', tags: []}"})
        void anEmptyOneIsNone(String filter) {
            assertSame("{id: r, status: Enabled, expiration: {days: 1}}", rule(filter, "expiration: {days: 1}"));
        }

        @Test
        void theOrderOfTagsDoesNotMatter() {
            assertSame(
                    rule("{tags: [{key: a, value: x}, {key: b, value: ''}]}", "expiration: {days: 1}"),
                    rule("{tags: [{key: b, value: ''}, {key: a, value: x}]}", "expiration: {days: 1}"));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{tags: [{key: a, value: x}]}   | {tags: [{key: a, value: y}]}",
                    "{tags: [{key: a, value: x}]}   | {tags: [{key: x, value: a}]}",
                    "{tags: [{key: a, value: x}]}   | {prefix: a}",
                    "{objectSizeGreaterThan: 1}     | {objectSizeLessThan: 1}",
                    "{objectSizeGreaterThan: 0}     | {}",
                    "{objectSizeLessThan: 10}       | {objectSizeLessThan: 11}",
                })
        void otherConditionsAreOthers(String one, String other) {
            assertDifferent(rule(one, "expiration: {days: 1}"), rule(other, "expiration: {days: 1}"));
            assertDifferent(rule(other, "expiration: {days: 1}"), rule(one, "expiration: {days: 1}"));
        }
    }

    @Nested
    class Actions {
        @Test
        void aDeleteMarkerFlagOfFalseSaysNothing() {
            assertSame(
                    rule("{}", "expiration: {days: 1}"),
                    rule("{}", "expiration: {days: 1, expiredObjectDeleteMarker: false}"));
            assertSame(UPLOADS.replace("}}", "}, expiration: {expiredObjectDeleteMarker: false}}"), UPLOADS);
            assertDifferent(
                    rule("{}", "expiration: {expiredObjectDeleteMarker: true}"),
                    rule("{}", "expiration: {expiredObjectDeleteMarker: false}"));
        }

        @Test
        void theOrderOfTransitionsDoesNotMatter() {
            assertSame(
                    rule("{}", "transitions: [{days: 30, storageClass: IA}, {days: 90, storageClass: GLACIER}]"),
                    rule("{}", "transitions: [{days: 90, storageClass: GLACIER}, {days: 30, storageClass: IA}]"));
            assertSame(
                    rule(
                            "{}",
                            "noncurrentVersionTransitions: [{noncurrentDays: 30, storageClass: IA},"
                                    + " {noncurrentDays: 90, storageClass: GLACIER}]"),
                    rule(
                            "{}",
                            "noncurrentVersionTransitions: [{noncurrentDays: 90, storageClass: GLACIER},"
                                    + " {noncurrentDays: 30, storageClass: IA}]"));
        }

        @Test
        void noTransitionsAreNone() {
            assertSame(
                    rule("{}", "expiration: {days: 1}"),
                    rule("{}", "expiration: {days: 1}, transitions: [], noncurrentVersionTransitions: []"));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "transitions: [{days: 30, storageClass: IA}] | transitions: [{days: 31, storageClass: IA}]",
                    "transitions: [{days: 30, storageClass: IA}] | transitions: [{days: 30, storageClass: GLACIER}]",
                    "transitions: [{days: 30, storageClass: IA}]"
                            + "| noncurrentVersionTransitions: [{noncurrentDays: 30, storageClass: IA}]",
                    "noncurrentVersionExpiration: {noncurrentDays: 3}"
                            + "| noncurrentVersionExpiration: {noncurrentDays: 3, newerNoncurrentVersions: 1}",
                    "abortIncompleteMultipartUpload: {daysAfterInitiation: 1}"
                            + "| abortIncompleteMultipartUpload: {daysAfterInitiation: 2}",
                })
        void otherActionsAreOthers(String one, String other) {
            assertDifferent(rule("{}", one), rule("{}", other));
            assertDifferent(rule("{}", other), rule("{}", one));
        }
    }

    @Nested
    class Refusals {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "filter: {prefix: a}, expiration: {days: 1} |",
                    "filter: {tags: [{key: a, value: b}]}, expiration: {days: 1} |",
                    "filter: {}, expiration: {days: 1}, transitions: [] |",
                    "filter: {objectSizeGreaterThan: 1}, expiration: {days: 1} | filter.objectSizeGreaterThan",
                    "filter: {objectSizeLessThan: 1}, expiration: {days: 1}    | filter.objectSizeLessThan",
                    "expiration: {date: '2027-01-31'}                          | expiration.date",
                    "expiration: {expiredObjectDeleteMarker: true}    | expiration.expiredObjectDeleteMarker",
                    "transitions: [{days: 1, storageClass: IA}]       | transitions",
                    "noncurrentVersionExpiration: {noncurrentDays: 1} | noncurrentVersionExpiration",
                    "noncurrentVersionTransitions: [{noncurrentDays: 1, storageClass: IA}] | noncurrentVersionTransitions",
                    "abortIncompleteMultipartUpload: {daysAfterInitiation: 1} | abortIncompleteMultipartUpload",
                })
        void kakaocloudExpiresByPrefixTagsAndDaysOnly(String yaml, String element) {
            List<Refusal> refusals = LifecycleFeature.INSTANCE.refusals(
                    spec(DRAFTS, "{id: r, status: Enabled, " + yaml + "}"), Profiles.of(Provider.KAKAOCLOUD));
            if (element == null) {
                assertThat(refusals).isEmpty();
            } else {
                assertThat(refusals).singleElement().satisfies(refusal -> {
                    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNSUPPORTED);
                    assertThat(refusal.path()).isEqualTo("spec.lifecycle.rules[1]." + element);
                    assertThat(refusal.message()).contains(element, "they have", "expiration.days");
                });
            }
        }

        @Test
        void allThatIsLackingIsSaidAtOnce() {
            String newer = "noncurrentVersionExpiration: {noncurrentDays: 1, newerNoncurrentVersions: 2}";
            assertThat(LifecycleFeature.INSTANCE.refusals(
                            spec(
                                    "{id: a, status: Enabled, " + newer + "}",
                                    "{id: b, status: Enabled, expiration: {date: '2027-01-31'}}"),
                            Profiles.of(Provider.KAKAOCLOUD)))
                    .extracting(Refusal::path)
                    .containsExactly(
                            "spec.lifecycle.rules[0].noncurrentVersionExpiration",
                            "spec.lifecycle.rules[0].noncurrentVersionExpiration.newerNoncurrentVersions",
                            "spec.lifecycle.rules[1].expiration.date");
        }

        @ParameterizedTest
        @CsvSource({
            "CEPH_RGW,noncurrentVersionExpiration.newerNoncurrentVersions",
            "MINIO,abortIncompleteMultipartUpload",
            "AWS,",
            "GENERIC,"
        })
        void otherStoresLackLess(Provider provider, String element) {
            List<Refusal> refusals = LifecycleFeature.INSTANCE.refusals(
                    spec(
                            DRAFTS,
                            UPLOADS,
                            "{id: v, status: Enabled,"
                                    + " noncurrentVersionExpiration: {noncurrentDays: 1, newerNoncurrentVersions: 2}}"),
                    Profiles.of(provider));
            if (element == null) {
                assertThat(refusals).isEmpty();
            } else {
                assertThat(refusals)
                        .extracting(Refusal::path)
                        .singleElement()
                        .asString()
                        .endsWith("." + element);
            }
        }
    }
}
