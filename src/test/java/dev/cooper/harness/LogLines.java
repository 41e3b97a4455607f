package dev.cooper.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jspecify.annotations.Nullable;

/** What this process logs, with exceptions: Cooper's own lines of all levels, and those of others from INFO on. */
final class LogLines extends Handler {
    private static @Nullable LogLines running;

    /** Else it would be collected, and its level with it. */
    private final Logger cooper = Logger.getLogger("dev.cooper");

    private final List<String> lines = new ArrayList<>();

    private LogLines() {
        setFormatter(new PatternFormatter("%c: %s%e"));
        setLevel(Level.ALL);
    }

    static synchronized LogLines ofThisProcess() {
        if (running == null) {
            running = new LogLines();
            running.cooper.setLevel(Level.ALL);
            Logger.getLogger("").addHandler(running);
        }
        return running;
    }

    @Override
    public void publish(LogRecord event) {
        String logger = String.valueOf(event.getLoggerName());
        if (event.getLevel().intValue() < Level.INFO.intValue() && !logger.startsWith(cooper.getName())) {
            return; // clients of the tests' own tell what they send
        }
        String line = getFormatter().format(event);
        synchronized (lines) {
            lines.add(line);
        }
    }

    int size() {
        synchronized (lines) {
            return lines.size();
        }
    }

    /** Those from a position on. */
    Stream<String> since(int position) {
        synchronized (lines) {
            return List.copyOf(lines.subList(position, lines.size())).stream();
        }
    }

    @Override
    public void flush() {
        // nothing is held back
    }

    @Override
    public void close() {
        // lives as long as the process
    }
}
