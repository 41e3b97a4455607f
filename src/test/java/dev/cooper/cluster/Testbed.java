package dev.cooper.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the scripts of testbed/. */
public final class Testbed {
    private Testbed() {}

    /** Runs a script to its end; its messages go to this process's own. Returns the last line of its output. */
    public static String run(String script, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of("testbed", script).toAbsolutePath().toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .put("OWNER_PID", String.valueOf(ProcessHandle.current().pid()));
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int exit = process.waitFor();
            if (exit != 0) {
                throw new IllegalStateException(
                        "testbed/%s exited with %d; its messages stand above".formatted(script, exit));
            }
            return output.substring(output.lastIndexOf('\n') + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while testbed/" + script + " ran", e);
        }
    }
}
