package dev.cooper.stores;

import dev.cooper.api.PolicyGrant.Access;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A table of docs/bucket-policies.md: what each level of access lets its grantee do.
 *
 * @param columns what was tried
 * @param allowed what of that was allowed
 */
record AccessTable(List<Attempt> columns, Map<Access, Set<Attempt>> allowed) {
    private static final Path DOCS = Path.of("docs", "bucket-policies.md");
    private static final String YES = "yes";
    private static final String NO = "-";

    /** The table under a heading. */
    static AccessTable under(String heading) {
        List<List<String>> lines = lines(heading);
        List<Attempt> columns =
                lines.getFirst().stream().skip(1).map(Attempt::of).toList();
        Map<Access, Set<Attempt>> allowed = new EnumMap<>(Access.class);
        for (List<String> line : lines.subList(2, lines.size())) {
            Set<Attempt> row = EnumSet.noneOf(Attempt.class);
            for (int i = 0; i < columns.size(); i++) {
                switch (line.get(i + 1)) {
                    case YES -> row.add(columns.get(i));
                    case NO -> {
                        // denied
                    }
                    default -> throw new IllegalStateException("neither yes nor -: " + line.get(i + 1));
                }
            }
            allowed.put(Access.valueOf(line.getFirst()), row);
        }
        return new AccessTable(columns, allowed);
    }

    private static List<List<String>> lines(String heading) {
        try {
            List<List<String>> lines = Files.readAllLines(DOCS).stream()
                    .dropWhile(Predicate.not(heading::equals))
                    .dropWhile(line -> !line.startsWith("|"))
                    .takeWhile(line -> line.startsWith("|"))
                    .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                            .map(String::strip)
                            .toList())
                    .toList();
            if (lines.size() != 2 + Access.values().length) {
                throw new IllegalStateException(DOCS + " has no row for each level of access under " + heading);
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What of all that is tried the store lets somebody do; in the order of the columns. */
    Set<Attempt> allowed(S3Client s3, Attempt.Target on) {
        Set<Attempt> done = EnumSet.noneOf(Attempt.class);
        columns.stream().filter(attempt -> attempt.isAllowed(s3, on)).forEach(done::add);
        return done;
    }

    Set<Attempt> allowedBy(Access access) {
        return Objects.requireNonNull(allowed.get(access));
    }
}
