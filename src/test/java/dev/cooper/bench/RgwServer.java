package dev.cooper.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cooper.api.Provider;
import dev.cooper.cluster.Testbed;
import dev.cooper.connection.Profiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Ceph RGW of one run, which counts requests in its own access log: nothing stands between it and who asks. */
final class RgwServer implements AutoCloseable {
    /** Of requests about a bucket: an ObjectStore looks at its store, too, whatever its Buckets do. */
    private static final Pattern ACCESS = Pattern.compile(" beast: .* \"(GET|HEAD|PUT|POST|DELETE) /[^ ?]");

    private final Path directory;
    private final Store store;

    private RgwServer(Path directory, Store store) {
        this.directory = directory;
        this.store = store;
    }

    static RgwServer start(Path directory, String name) {
        URI endpoint = URI.create(Testbed.run("rgw/up", directory.toString()));
        JsonNode keys = credentials(directory);
        String id = keys.path("accessKey").asText();
        String secret = keys.path("secretKey").asText();
        LogTail log = new LogTail(directory.resolve("logs").resolve("rgw.log"), RgwServer::isWrite);
        return new RgwServer(
                directory,
                new Store(
                        name,
                        endpoint,
                        "provider: ceph-rgw, endpoint: \"%s\", credentials: {secretRef: {name: %s}}"
                                .formatted(endpoint, name),
                        Map.of("AWS_ACCESS_KEY_ID", id, "AWS_SECRET_ACCESS_KEY", secret),
                        log::total,
                        Store.access(Profiles.of(Provider.CEPH_RGW), endpoint, "us-east-1", id, secret)));
    }

    private static JsonNode credentials(Path directory) {
        try {
            return new ObjectMapper()
                    .readTree(directory.resolve("credentials.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Boolean> isWrite(String line) {
        Matcher access = ACCESS.matcher(line);
        return access.find()
                ? Optional.of(!access.group(1).equals("GET") && !access.group(1).equals("HEAD"))
                : Optional.empty();
    }

    Store store() {
        return store;
    }

    @Override
    public void close() {
        Testbed.run("rgw/down", directory.toString());
    }
}
