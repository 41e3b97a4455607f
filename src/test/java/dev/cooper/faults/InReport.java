package dev.cooper.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Puts the tests of a class into the report, by their names. */
public final class InReport implements TestWatcher, AfterAllCallback {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void testSuccessful(ExtensionContext test) {
        lines.add("- " + words(test));
    }

    @Override
    public void testFailed(ExtensionContext test, @Nullable Throwable cause) {
        lines.add("- **FAILED**: " + words(test));
    }

    private static String words(ExtensionContext test) {
        String method = test.getRequiredTestMethod().getName();
        String words = method.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
        String variant = test.getDisplayName().startsWith(method) ? "" : " (" + test.getDisplayName() + ")";
        return words + variant;
    }

    @Override
    public void afterAll(ExtensionContext suite) throws IOException {
        String name = suite.getRequiredTestClass().getSimpleName();
        List<String> part = new ArrayList<>();
        part.add("## " + name.replaceAll("Test$", "").replaceAll("(?<!^)([A-Z])", " $1"));
        part.add("");
        part.addAll(lines.stream().sorted().toList());
        Reliability.write("2-" + name, part);
    }
}
