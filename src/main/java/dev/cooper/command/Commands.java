package dev.cooper.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code cooper COMMAND}; without a command, the operator runs. */
@Command(
        name = "cooper",
        description = "Makes and mends buckets on S3-compatible object stores. Without a command, runs the operator.",
        mixinStandardHelpOptions = true,
        subcommands = ImportCommand.class)
public final class Commands {
    private Commands() {}

    /** Runs a command, and returns its exit code: 0 for success, 1 for a failure, 2 for wrong use. */
    public static int run(String... arguments) {
        return new CommandLine(new Commands())
                .setExecutionExceptionHandler((exception, line, _) -> {
                    line.getErr().println(ImportCommand.explain(exception));
                    return 1;
                })
                .execute(arguments);
    }
}
