package dev.cooper.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents point to is there: files, headings, targets of make, scripts. */
class DocumentsTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("(?ms)^ *```.*?^ *```|`[^`\n]+`");
    private static final Pattern MAKE = Pattern.compile("\\bmake (?:-s )?([a-z][a-z-]*)\\b");
    private static final Pattern SCRIPT =
            Pattern.compile("(?<![\\w./-])((?:testbed|deploy|examples|crds)/[A-Za-z0-9_./-]*[A-Za-z0-9_-])");

    static Stream<Path> documents() throws IOException {
        try (Stream<Path> pages = Files.walk(Path.of("docs"))) {
            return Stream.concat(
                    Stream.of(Path.of("README.md"), Path.of("CONTRIBUTING.md"), Path.of("testbed", "README.md")),
                    pages.filter(page -> page.toString().endsWith(".md")))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void eachLinkLeadsSomewhere(Path document) throws IOException {
        for (String link : found(LINK, CODE.matcher(Files.readString(document)).replaceAll(""))) {
            if (link.contains("://")) {
                continue;
            }
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty()
                    ? document
                    : document.resolveSibling(parts[0]).normalize();
            assertThat(target).as("%s links to %s", document, link).exists();
            if (parts.length == 2) {
                assertThat(anchors(target)).as("%s links to %s", document, link).contains(parts[1]);
            }
        }
    }

    /** As GitHub makes them from headings. */
    private static Set<String> anchors(Path page) throws IOException {
        return Files.readString(page)
                .lines()
                .filter(line -> line.matches("#{1,6} .*"))
                .map(line -> line.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void eachCommandIsThere(Path document) throws IOException {
        String code = Pattern.compile(CODE.pattern() + "|^    \\S.*?$")
                .matcher(Files.readString(document))
                .results()
                .map(match -> match.group())
                .collect(Collectors.joining("\n"));
        assertThat(targets()).as(document.toString()).containsAll(found(MAKE, code));
        for (String script : found(SCRIPT, code)) {
            Path inCheckout = Path.of(script);
            assertThat(Files.exists(inCheckout) || script.contains("*"))
                    .as("%s names %s", document, script)
                    .isTrue();
        }
    }

    private static Set<String> targets() throws IOException {
        return Set.copyOf(found(Pattern.compile("(?m)^\\.PHONY: ([a-z-]+)$"), Files.readString(Path.of("Makefile"))));
    }

    @Test
    void eachEventIsExplained() throws IOException {
        StringBuilder code = new StringBuilder();
        try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java", "dev", "cooper", "reconcile"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                code.append(Files.readString(source));
            }
        }
        List<String> events = found(
                Pattern.compile("recorder\\s*\\.(?:normal|warning)\\(\\s*[^,;]+,\\s*\"([A-Z]\\w+)\""), code.toString());
        assertThat(events).hasSizeGreaterThan(8);
        assertThat(Files.readString(Path.of("docs", "troubleshooting.md")))
                .contains(events.stream().map(event -> "`" + event + "`").toList());
    }

    /** Nobody finds a page that no other one links to. */
    @Test
    void eachPageIsLinkedTo() throws IOException {
        Set<Path> linked = new HashSet<>();
        for (Path document : documents().toList()) {
            for (String link : found(LINK, Files.readString(document))) {
                if (!link.contains("://") && !link.startsWith("#")) {
                    linked.add(document.resolveSibling(link.split("#", 2)[0]).normalize());
                }
            }
        }
        assertThat(documents().filter(page -> page.startsWith("docs"))).allMatch(linked::contains);
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1))
                .distinct()
                .toList();
    }
}
