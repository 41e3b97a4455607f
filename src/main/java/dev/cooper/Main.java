package dev.cooper;

import dev.cooper.command.Commands;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

/** Runs the operator, or a command for people where one is given. */
@QuarkusMain
public final class Main {
    /** The default would parse the certificates of all authorities. */
    private static final TrustManager[] TRUST_NOBODY = {};

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
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, TRUST_NOBODY, null);
            SSLEngine engine = context.createSSLEngine();
            engine.setUseClientMode(true);
            engine.beginHandshake();
        } catch (GeneralSecurityException | SSLException e) {
            throw new IllegalStateException(e); // each connection would fail likewise, and tell
        }
    }
}
