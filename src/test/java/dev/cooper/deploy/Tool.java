package dev.cooper.deploy;

import dev.cooper.cluster.Testbed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program that users of deploy/ have.
 *
 * @param command the program, and what always goes with it
 */
public record Tool(List<String> command) {
    private static final Path OUTPUT = Path.of("target");

    /**
     * What a run came to.
     *
     * @param exit 0 for success
     * @param out what it printed for programs
     * @param err what it printed for people
     */
    record Run(int exit, String out, String err) {}

    static Tool helm() {
        return new Tool(List.of(Testbed.run("helm/install")));
    }

    static Tool helm(Path kubeconfig) {
        return helm().with("--kubeconfig", kubeconfig.toString());
    }

    static Tool kubectl() {
        return new Tool(
                List.of(Path.of(Testbed.run("cluster/install"), "kubectl").toString()));
    }

    public static Tool kubectl(Path kubeconfig) {
        return kubectl().with("--kubeconfig", kubeconfig.toString());
    }

    /** The same, always with these arguments first. */
    Tool with(String... arguments) {
        return new Tool(Stream.concat(command.stream(), Stream.of(arguments)).toList());
    }

    /** What it prints; fails where the program does. */
    public String run(String... arguments) {
        return runOn("", arguments);
    }

    /** The same, with something on its standard input. */
    public String runOn(String input, String... arguments) {
        Run run = tryOn(input, arguments);
        if (run.exit() != 0) {
            throw new IllegalStateException(
                    "%s exited with %d: %s".formatted(String.join(" ", arguments), run.exit(), run.err()));
        }
        return run.out();
    }

    Run tryOn(String input, String... arguments) {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of(arguments));
        try {
            Path given = write(input);
            Path errors = write("");
            Process process = new ProcessBuilder(line)
                    .redirectInput(given.toFile())
                    .redirectError(errors.toFile())
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Run run = new Run(process.waitFor(), out, Files.readString(errors));
            Files.delete(given);
            Files.delete(errors);
            return run;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + line.getFirst() + " ran", e);
        }
    }

    private static Path write(String content) throws IOException {
        return Files.writeString(Files.createTempFile(OUTPUT, "tool-", ".txt"), content);
    }
}
