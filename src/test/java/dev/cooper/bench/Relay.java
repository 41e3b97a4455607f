package dev.cooper.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** A way to a store that can be cut: from then on connections are taken, and nothing is ever answered. */
final class Relay implements AutoCloseable {
    private final ServerSocket server;
    private final URI target;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final AtomicLong attempts = new AtomicLong();
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
        attempts.set(0);
    }

    /** Connections since the cut: each is an attempt of a request. */
    long attempts() {
        return attempts.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                sockets.add(client);
                attempts.incrementAndGet();
                if (!cut) {
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
