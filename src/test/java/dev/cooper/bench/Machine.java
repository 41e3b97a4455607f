package dev.cooper.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;

/** What the figures were measured on. */
final class Machine {
    private static final String TESTED = "Kubernetes 1.34.4, Ceph RGW 18.2.7 in memory";

    private Machine() {}

    static String describe() throws IOException {
        return "%s, %s, %d processors, %s GiB; %s; JDK %s; commit %s; load of the machine at the end %s."
                .formatted(
                        LocalDate.now(ZoneOffset.UTC),
                        field(Path.of("/proc/cpuinfo"), "model name").orElse(System.getProperty("os.arch")),
                        Runtime.getRuntime().availableProcessors(),
                        field(Path.of("/proc/meminfo"), "MemTotal")
                                .map(kib -> Long.toString(Long.parseLong(kib.replaceAll("\\D", "")) >> 20))
                                .orElse("?"),
                        TESTED,
                        System.getProperty("java.version"),
                        commit(),
                        Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
    }

    private static Optional<String> field(Path file, String name) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        }
    }

    /** The commit that was measured, and whether something was changed since. */
    private static String commit() throws IOException {
        Process git = new ProcessBuilder("git", "describe", "--always", "--dirty")
                .redirectErrorStream(true)
                .start();
        return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
