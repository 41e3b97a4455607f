package dev.cooper.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConditionsTest {
    private static final Conditions NOON = at("2027-01-31T12:00:00.987654321Z");
    private static final Conditions LATER = at("2027-01-31T13:30:00Z");
    private static final Verdict DENIED = new Verdict(Reason.AccessDenied, Retry.RETRY, "Grant it.");
    private static final Verdict THROTTLED = new Verdict(Reason.Throttled, Retry.RETRY, "Later.");
    private static final Verdict REFUSED = new Verdict(Reason.InvalidSpec, Retry.WAIT_FOR_USER, "Correct it.");

    private static Conditions at(String time) {
        return new Conditions(Clock.fixed(Instant.parse(time), ZoneOffset.UTC));
    }

    private static Condition condition(List<Condition> conditions, String type) {
        return conditions.stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst()
                .orElseThrow(() -> new AssertionError(type + " is not among " + conditions));
    }

    @Test
    void readyStandsAlone() {
        assertThat(NOON.ready(null, 3L, "All is well.")).singleElement().satisfies(ready -> {
            assertThat(ready.getType()).isEqualTo("Ready");
            assertThat(ready.getStatus()).isEqualTo("True");
            assertThat(ready.getReason()).isEqualTo("Ready");
            assertThat(ready.getMessage()).isEqualTo("All is well.");
            assertThat(ready.getObservedGeneration()).isEqualTo(3L);
            assertThat(ready.getLastTransitionTime()).isEqualTo("2027-01-31T12:00:00Z");
        });
    }

    @ParameterizedTest
    @CsvSource({"RETRY,Reconciling", "WAIT_FOR_DEPENDENCY,Reconciling", "WAIT_FOR_USER,Stalled"})
    void aFailureSaysWhoIsToAct(Retry retry, String progress) {
        List<Condition> failed = NOON.failed(null, 4L, new Verdict(Reason.StoreNotReady, retry, "See the store."));
        assertThat(failed).extracting(Condition::getType).containsExactly("Ready", progress);
        assertThat(failed).extracting(Condition::getStatus).containsExactly("False", "True");
        assertThat(failed).allSatisfy(condition -> {
            assertThat(condition.getReason()).isEqualTo("StoreNotReady");
            assertThat(condition.getMessage()).isEqualTo("See the store.");
            assertThat(condition.getObservedGeneration()).isEqualTo(4L);
        });
    }

    @Test
    void theTransitionTimeIsKeptWhileTheStatusStays() {
        List<Condition> first = NOON.failed(null, 1L, DENIED);
        List<Condition> second = LATER.failed(first, 2L, THROTTLED);
        assertThat(second).extracting(Condition::getLastTransitionTime).containsOnly("2027-01-31T12:00:00Z");
        assertThat(condition(second, "Ready").getReason()).isEqualTo("Throttled");

        List<Condition> ready = NOON.ready(null, 1L, "All is well.");
        assertThat(LATER.ready(ready, 2L, "All is better."))
                .extracting(Condition::getLastTransitionTime)
                .containsExactly("2027-01-31T12:00:00Z");
    }

    @Test
    void theTransitionTimeIsNewWhenTheStatusChanges() {
        List<Condition> ready = NOON.ready(null, 1L, "All is well.");
        List<Condition> failed = LATER.failed(ready, 1L, DENIED);
        assertThat(failed).extracting(Condition::getLastTransitionTime).containsOnly("2027-01-31T13:30:00Z");

        List<Condition> mended = LATER.ready(NOON.failed(null, 1L, DENIED), 1L, "All is well.");
        assertThat(mended).extracting(Condition::getLastTransitionTime).containsExactly("2027-01-31T13:30:00Z");
    }

    @Test
    void whoIsToActMayChangeWhileReadyStaysFalse() {
        List<Condition> stalled = LATER.failed(NOON.failed(null, 1L, DENIED), 1L, REFUSED);
        assertThat(stalled).extracting(Condition::getType).containsExactly("Ready", "Stalled");
        assertThat(condition(stalled, "Ready").getLastTransitionTime()).isEqualTo("2027-01-31T12:00:00Z");
        assertThat(condition(stalled, "Stalled").getLastTransitionTime()).isEqualTo("2027-01-31T13:30:00Z");
    }

    @Test
    void nothingChangesWhenNothingChanged() {
        List<Condition> ready = NOON.ready(null, 1L, "All is well.");
        assertThat(LATER.ready(ready, 1L, "All is well.")).isEqualTo(ready);
        List<Condition> failed = NOON.failed(null, 1L, DENIED);
        assertThat(LATER.failed(failed, 1L, DENIED)).isEqualTo(failed);
    }

    @ParameterizedTest
    @EnumSource(Retry.class)
    void areReadAgain(Retry retry) {
        List<Condition> failed = NOON.failed(null, 1L, new Verdict(Reason.Conflict, retry, "Wait."));
        assertThat(Conditions.isReady(failed)).isFalse();
        assertThat(Conditions.reason(failed)).isEqualTo("Conflict");
    }

    @Test
    void readyIsReadAgain() {
        List<Condition> ready = NOON.ready(null, 1L, "All is well.");
        assertThat(Conditions.isReady(ready)).isTrue();
        assertThat(Conditions.reason(ready)).isEqualTo("Ready");
    }

    @Test
    void noneAreNotReady() {
        assertThat(Conditions.isReady(null)).isFalse();
        assertThat(Conditions.isReady(List.of())).isFalse();
        assertThat(Conditions.reason(null)).isEmpty();
        assertThat(Conditions.reason(List.of())).isEmpty();
    }
}
