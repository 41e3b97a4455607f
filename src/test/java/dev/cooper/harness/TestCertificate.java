package dev.cooper.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate for localhost of an authority of its own, in a folder, made by openssl: ca.crt, tls.crt and tls.key as a
 * Secret of type kubernetes.io/tls has them, and truststore.p12.
 */
public record TestCertificate(Path folder) {
    /** Opens truststore.p12. */
    public static final String PASSWORD = "changeit";

    public static TestCertificate in(Path folder) {
        try {
            Files.createDirectories(folder);
            openssl(folder, "ca", "/CN=test authority", "-addext", "keyUsage=critical,keyCertSign,cRLSign");
            openssl(
                    folder,
                    "tls",
                    "/CN=localhost",
                    "-CA",
                    "ca.crt",
                    "-CAkey",
                    "ca.key",
                    "-addext",
                    "basicConstraints=critical,CA:FALSE",
                    "-addext",
                    "subjectAltName=DNS:localhost,IP:127.0.0.1");
            TestCertificate certificate = new TestCertificate(folder);
            certificate.writeTrustStore();
            return certificate;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void openssl(Path folder, String name, String subject, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt"));
        command.addAll(List.of("ec_paramgen_curve:P-256", "-nodes", "-days", "1", "-subj", subject));
        command.addAll(List.of("-keyout", name + ".key", "-out", name + ".crt"));
        command.addAll(List.of(more));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("openssl: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while openssl ran", e);
        }
    }

    private void writeTrustStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream file = Files.newInputStream(authority())) {
            store.setCertificateEntry(
                    "test", CertificateFactory.getInstance("X.509").generateCertificate(file));
        }
        try (var out = Files.newOutputStream(trustStore())) {
            store.store(out, PASSWORD.toCharArray());
        }
    }

    public Path authority() {
        return folder.resolve("ca.crt");
    }

    public Path trustStore() {
        return folder.resolve("truststore.p12");
    }

    public Path certificate() {
        return folder.resolve("tls.crt");
    }

    public Path key() {
        return folder.resolve("tls.key");
    }
}
