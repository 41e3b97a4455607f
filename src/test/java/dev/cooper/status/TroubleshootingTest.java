package dev.cooper.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.docs.Generated;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/troubleshooting.md has a section of each reason, with the messages that come with it. */
class TroubleshootingTest {
    @Test
    void eachReasonHasItsSection() throws IOException {
        Generated.assertCommitted(
                Path.of("docs", "troubleshooting.md"),
                "reasons",
                Arrays.stream(Reason.values())
                        .filter(reason -> reason != Reason.Ready)
                        .sorted(Comparator.comparing(Reason::name))
                        .map(TroubleshootingTest::section)
                        .collect(Collectors.joining("\n")));
    }

    private static String section(Reason reason) {
        List<Verdict> verdicts = VerdictTest.cases()
                .map(told -> Verdict.of(told.failure()))
                .filter(verdict -> verdict.reason() == reason)
                .distinct()
                .toList();
        String ways = verdicts.stream()
                .map(verdict -> act(verdict.retry()))
                .distinct()
                .collect(Collectors.joining(", or "));
        return "### %s%n%s%n%n**What to do.** %s%n%s%s"
                .formatted(
                        reason,
                        reason.meaning(),
                        reason.remedy(),
                        ways.isEmpty() ? "" : "%n**Cooper** %s.%n".formatted(ways),
                        verdicts.stream()
                                .map(verdict -> "%n> %s%n".formatted(verdict.message()))
                                .collect(Collectors.joining()));
    }

    private static String act(Retry retry) {
        return switch (retry) {
            case RETRY -> "tries again by itself, with growing pauses";
            case WAIT_FOR_USER -> "waits until the resource changes";
            case WAIT_FOR_DEPENDENCY -> "goes on as soon as what it depends on changes";
        };
    }

    @ParameterizedTest
    @EnumSource
    void eachReasonSaysWhatItMeansAndWhatToDo(Reason reason) {
        assertThat(reason.meaning()).matches("[A-Z].*[.]").doesNotContain("..", "  ");
        assertThat(reason.remedy()).matches("[A-Z].*[.]").doesNotContain("..", "  ");
    }
}
