package dev.cooper.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** An OCI image in a tar, unpacked as a container engine does. */
final class OciImage {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path layout;
    private final JsonNode manifest;
    private final JsonNode config;

    private OciImage(Path layout, JsonNode manifest, JsonNode config) {
        this.layout = layout;
        this.manifest = manifest;
        this.config = config;
    }

    static OciImage open(Path tar, Path layout) throws IOException {
        extract("-xf", tar, layout);
        JsonNode index = JSON.readTree(layout.resolve("index.json").toFile());
        JsonNode manifest = JSON.readTree(blob(layout, index.at("/manifests/0")).toFile());
        return new OciImage(
                layout,
                manifest,
                JSON.readTree(blob(layout, manifest.path("config")).toFile()));
    }

    /** Refuses what is not as its digest and size say. */
    private static Path blob(Path layout, JsonNode descriptor) throws IOException {
        String digest = descriptor.path("digest").asText();
        Path blob = layout.resolve("blobs").resolve(digest.replace(':', '/'));
        if (!digest.equals("sha256:" + sha256(blob))
                || Files.size(blob) != descriptor.path("size").asLong()) {
            throw new IllegalStateException("not what its digest says: " + digest);
        }
        return blob;
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream input = Files.newInputStream(file);
                DigestInputStream digest = new DigestInputStream(input, MessageDigest.getInstance("SHA-256"))) {
            digest.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a container is started with: Entrypoint, User, Env, ExposedPorts. */
    JsonNode config() {
        return config.path("config");
    }

    List<String> entrypoint() {
        return config().path("Entrypoint").valueStream().map(JsonNode::asText).toList();
    }

    Path unpack(Path root) throws IOException {
        for (JsonNode layer : manifest.path("layers")) {
            extract("-xzf", blob(layout, layer), root);
        }
        return root;
    }

    private static void extract(String option, Path tar, Path folder) throws IOException {
        Files.createDirectories(folder);
        new Tool(List.of("tar")).run("--warning=no-unknown-keyword", option, tar.toString(), "-C", folder.toString());
    }
}
