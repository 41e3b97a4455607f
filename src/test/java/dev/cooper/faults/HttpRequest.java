package dev.cooper.faults;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A request of HTTP/1.1, read to its end, that goes on as it came; only its connection serves no further one. */
final class HttpRequest {
    private final List<String> head;
    private final byte[] body;

    private HttpRequest(List<String> head, byte[] body) {
        this.head = head;
        this.body = body;
    }

    /** Reads one; empty where the connection ends instead. */
    static Optional<HttpRequest> read(InputStream in) throws IOException {
        List<String> head = new ArrayList<>();
        String line = line(in);
        if (line.isEmpty()) {
            return Optional.empty();
        }
        while (!line.isEmpty()) {
            head.add(line);
            line = line(in);
        }
        HttpRequest headOnly = new HttpRequest(head, new byte[0]);
        return Optional.of(new HttpRequest(head, headOnly.readBody(in)));
    }

    private byte[] readBody(InputStream in) throws IOException {
        if (header("transfer-encoding").equalsIgnoreCase("chunked")) {
            return chunks(in);
        }
        String length = header("content-length");
        return length.isEmpty() ? new byte[0] : in.readNBytes(Integer.parseInt(length));
    }

    /** With their framing, since they go on as they came. */
    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int size;
        do {
            String line = line(in);
            size = Integer.parseInt(line.split(";", -1)[0].strip(), 16);
            all.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            all.write(in.readNBytes(size + 2));
        } while (size > 0);
        return all.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 && line.size() > 0) {
                throw new EOFException("within a request");
            }
            if (c < 0) {
                return "";
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    String method() {
        return head.getFirst().split(" ", -1)[0];
    }

    /** Path and query. */
    String target() {
        return head.getFirst().split(" ", -1)[1];
    }

    byte[] body() {
        return body;
    }

    String header(String name) {
        return head.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    boolean isWatch() {
        return target().contains("watch=true");
    }

    private boolean isUpgrade() {
        return !header("upgrade").isEmpty();
    }

    void writeTo(OutputStream out) throws IOException {
        StringBuilder text = new StringBuilder();
        head.stream()
                .filter(line -> isUpgrade() || !line.toLowerCase(Locale.ROOT).startsWith("connection:"))
                .forEach(line -> text.append(line).append("\r\n"));
        text.append(isUpgrade() ? "\r\n" : "Connection: close\r\n\r\n");
        out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(body);
        out.flush();
    }
}
