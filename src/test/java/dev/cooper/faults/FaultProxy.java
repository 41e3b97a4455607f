package dev.cooper.faults;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.SocketFactory;

/**
 * Stands between the operator and a server. Each write is numbered, and struck where the plan says so. Beside plans,
 * requests can be refused by a rule, and watches be muted and cut.
 */
final class FaultProxy implements AutoCloseable {
    private static final String CONFLICT = """
            {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","reason":"Conflict","code":409,\
            "message":"Operation cannot be fulfilled: the object has been modified"}""";

    private final Side side;
    private final URI upstream;
    private final SocketFactory sockets;
    private final Strikes strikes;
    private final ServerSocket listener;
    private final Set<Socket> watches = ConcurrentHashMap.newKeySet();
    private volatile Function<HttpRequest, Optional<Refusal>> refusals = _ -> Optional.empty();
    private volatile boolean muted;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Starts it on a free port.
     *
     * @param upstream the server's scheme, host and port
     * @param sockets makes connections to it
     */
    FaultProxy(Side side, URI upstream, SocketFactory sockets, Strikes strikes) throws IOException {
        this.side = side;
        this.upstream = upstream;
        this.sockets = sockets;
        this.strikes = strikes;
        this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        threads.execute(this::listen);
    }

    /** Where the operator finds it: plain HTTP, whatever the server speaks. */
    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /**
     * What a rule answers instead of the server.
     *
     * @param status HTTP status and its words
     * @param json the body
     */
    record Refusal(String status, String json) {}

    /** From now on, requests for which the rule has an answer do not reach the server. */
    void refuse(Function<HttpRequest, Optional<Refusal>> rule) {
        refusals = rule;
    }

    /** From now on, what watches tell is lost. */
    void muteWatches() {
        muted = true;
    }

    /** Ends all watches, and lets new ones be heard. */
    void cutWatches() throws IOException {
        for (Socket watch : watches) {
            watch.close();
        }
        watches.clear();
        muted = false;
    }

    private void listen() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            Optional<HttpRequest> request = HttpRequest.read(new BufferedInputStream(client.getInputStream()));
            if (request.isPresent()) {
                pass(client, request.get());
            }
        } catch (IOException e) {
            // either end has gone, which the other one sees
        }
    }

    private void pass(Socket client, HttpRequest request) throws IOException {
        Optional<Refusal> refusal = refusals.apply(request);
        if (refusal.isPresent()) {
            answer(client, refusal.get().status(), refusal.get().json());
            return;
        }
        Optional<Strikes.Strike> write = strikes.arrived(side, request);
        Optional<Fault> fault = write.flatMap(Strikes.Strike::fault);
        if (fault.isPresent() && fault.get() == Fault.KILL_BEFORE) {
            strikes.kill();
        } else if (fault.isPresent() && fault.get() == Fault.ERROR) {
            answer(client, "503 Service Unavailable", "");
        } else if (fault.isPresent() && fault.get() == Fault.CONFLICT) {
            answer(client, "409 Conflict", CONFLICT);
        } else {
            forward(client, request, write);
        }
    }

    private static void answer(Socket client, String status, String json) throws IOException {
        client.getOutputStream()
                .write(
                        "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                                .formatted(status, json.length(), json)
                                .getBytes(StandardCharsets.ISO_8859_1));
    }

    private void forward(Socket client, HttpRequest request, Optional<Strikes.Strike> write) throws IOException {
        try (Socket server = sockets.createSocket(upstream.getHost(), upstream.getPort())) {
            request.writeTo(server.getOutputStream());
            if (write.isEmpty()) {
                threads.execute(() -> copy(client, server, false));
                boolean watches = request.isWatch();
                if (watches) {
                    this.watches.add(client);
                }
                copy(server, client, watches);
                return;
            }
            byte[] response = server.getInputStream().readAllBytes();
            strikes.answered(write.get(), response);
            deliver(client, response, write.get().fault());
        }
    }

    private void deliver(Socket client, byte[] response, Optional<Fault> fault) throws IOException {
        if (fault.isPresent() && fault.get() == Fault.KILL_AFTER_COMMIT) {
            strikes.kill();
        } else if (fault.isPresent() && fault.get() == Fault.LOST_ANSWER) {
            client.setSoLinger(true, 0); // resets the connection
        } else {
            client.getOutputStream().write(response);
            client.getOutputStream().flush();
            if (fault.isPresent()) {
                strikes.killSoon();
            }
        }
    }

    /** Until one end is gone; then the other goes too. */
    private void copy(Socket from, Socket to, boolean isWatch) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] buffer = new byte[16 << 10];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (!isWatch || !muted) {
                    out.write(buffer, 0, n);
                    out.flush();
                }
            }
        } catch (IOException e) {
            // as above
        } finally {
            watches.remove(to);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
