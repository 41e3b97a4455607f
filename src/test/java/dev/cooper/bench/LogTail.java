package dev.cooper.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Counts the requests in a server's log, reading each line once. */
final class LogTail {
    private static final int MAX_READ = 1 << 24;

    private final Path log;
    private final Function<String, Optional<Boolean>> isWrite;
    private long position;
    private Calls total = Calls.NONE;

    /**
     * @param isWrite whether a line tells of a write, or empty where it tells of no request that counts
     */
    LogTail(Path log, Function<String, Optional<Boolean>> isWrite) {
        this.log = log;
        this.isWrite = isWrite;
    }

    synchronized Calls total() {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            while (position < file.length()) {
                file.seek(position);
                byte[] bytes = new byte[(int) Math.min(MAX_READ, file.length() - position)];
                file.readFully(bytes);
                int end = lastLineEnd(bytes);
                if (end == 0) {
                    break;
                }
                position += end;
                new String(bytes, 0, end, StandardCharsets.UTF_8).lines().forEach(line -> isWrite.apply(line)
                        .ifPresent(write -> total = total.and(write)));
            }
            return total;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int lastLineEnd(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }
}
