package dev.cooper;

import dev.cooper.command.Commands;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** Runs the operator, or a command for people where one is given. */
@QuarkusMain
public final class Main {
    private Main() {}

    public static void main(String... arguments) {
        if (arguments.length == 0) {
            Thread.ofPlatform().name("tls-start").daemon().start(Main::startTls);
            Quarkus.run();
        } else {
            System.exit(Commands.run(arguments));
        }
    }

    /** The first handshake computes tables for a tenth of a second: done beside the rest of the start, nobody waits for it. */
    private static void startTls() {
        try {
            SSLEngine engine = SSLContext.getDefault().createSSLEngine();
            engine.setUseClientMode(true);
            engine.beginHandshake();
        } catch (NoSuchAlgorithmException | SSLException e) {
            throw new IllegalStateException(e); // each connection would fail likewise, and tell
        }
    }
}
