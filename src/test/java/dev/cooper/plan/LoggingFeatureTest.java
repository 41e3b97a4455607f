package dev.cooper.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.BucketSpec;
import dev.cooper.api.Provider;
import dev.cooper.connection.Profiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoggingFeatureTest {
    private static final BucketSpec OFF = Yaml.spec("logging: {}");
    private static final BucketSpec PLAIN = Yaml.spec("logging: {targetBucket: shop-logs}");
    private static final BucketSpec PREFIXED = Yaml.spec("logging: {targetBucket: shop-logs, targetPrefix: receipts/}");

    @Test
    void aNewBucketLogsNothing() {
        assertThat(LoggingFeature.INSTANCE.initial(PLAIN)).contains(LoggingState.OFF);
    }

    @Test
    void equalIsLeftAlone() {
        assertSame(OFF, LoggingState.OFF);
        assertSame(PLAIN, new LoggingState("shop-logs", ""));
        assertSame(
                Yaml.spec("logging: {targetBucket: shop-logs, targetPrefix: ''}"), new LoggingState("shop-logs", ""));
        assertSame(PREFIXED, new LoggingState("shop-logs", "receipts/"));
    }

    @Test
    void differencesAreSet() {
        assertSets(PLAIN, LoggingState.OFF, new LoggingState("shop-logs", ""));
        assertSets(PLAIN, new LoggingState("shop-logs", "receipts/"), new LoggingState("shop-logs", ""));
        assertSets(PREFIXED, new LoggingState("shop-logs", "receipts"), new LoggingState("shop-logs", "receipts/"));
        assertSets(PREFIXED, new LoggingState("old-logs", "receipts/"), new LoggingState("shop-logs", "receipts/"));
        assertSets(OFF, new LoggingState("shop-logs", ""), LoggingState.OFF);
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void noStoreThatLogsLimitsIt(Provider provider) {
        assertThat(LoggingFeature.INSTANCE.refusals(PREFIXED, Profiles.of(provider)))
                .isEmpty();
    }

    private static void assertSame(BucketSpec spec, LoggingState observed) {
        assertThat(LoggingFeature.INSTANCE.diff(spec, observed)).isEmpty();
    }

    private static void assertSets(BucketSpec spec, LoggingState observed, LoggingState desired) {
        assertThat(LoggingFeature.INSTANCE.diff(spec, observed)).containsExactly(new Change.SetLogging(desired));
    }
}
