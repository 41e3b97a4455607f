package dev.cooper.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A way to a store that can be cut: from then on requests are taken and counted, and nothing is ever answered. */
final class Relay implements AutoCloseable {
    private static final Predicate<String> FIRST_ATTEMPT = Pattern.compile(
                    "amz-sdk-request: attempt=1", Pattern.CASE_INSENSITIVE)
            .asPredicate();

    private final ServerSocket server;
    private final URI target;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final AtomicLong calls = new AtomicLong();
    private volatile boolean cut;

    private Relay(ServerSocket server, URI target) {
        this.server = server;
        this.target = target;
    }

    static Relay to(URI target) {
        try {
            Relay relay = new Relay(new ServerSocket(0, 128, InetAddress.getLoopbackAddress()), target);
            Thread.ofVirtual().start(relay::accept);
            return relay;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    void cut() {
        cut = true;
        sockets.forEach(Relay::closeQuietly);
        sockets.clear();
    }

    /** Calls since the cut; the SDK says which attempt of a call a request is. */
    long calls() {
        return calls.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                sockets.add(client);
                if (cut) {
                    Thread.ofVirtual().start(() -> swallow(client));
                } else {
                    Socket store = new Socket(target.getHost(), target.getPort());
                    sockets.add(store);
                    Thread.ofVirtual().start(() -> pump(client, store));
                    Thread.ofVirtual().start(() -> pump(store, client));
                }
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void swallow(Socket client) {
        try (BufferedReader request =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
            request.lines().filter(FIRST_ATTEMPT).forEach(_ -> calls.incrementAndGet());
        } catch (IOException | UncheckedIOException _) {
            // who asked has given up
        }
    }

    private static void pump(Socket from, Socket to) {
        try (InputStream bytes = from.getInputStream()) {
            bytes.transferTo(to.getOutputStream());
        } catch (IOException _) {
            // one end has gone, so the other goes
        } finally {
            closeQuietly(to);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // it is closed then
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sockets.forEach(Relay::closeQuietly);
    }
}
