package dev.cooper.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cooper.cluster.Testbed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;

/** Stores for all worlds, which take long to start: buckets there differ by their names, and projects by theirs. */
final class SharedStores {
    private static final Path FOLDER =
            World.FOLDER.resolve("stores-" + ProcessHandle.current().pid());
    private static final JsonNode STORES = start();

    private SharedStores() {}

    private static JsonNode start() {
        JsonNode stores = read(Testbed.run("stores/up", FOLDER.toString()));
        Testbed.run("rgw/user", FOLDER.resolve("rgw").toString(), World.OTHER_ON_RGW);
        return stores;
    }

    private static JsonNode read(String file) {
        try {
            return new ObjectMapper().readTree(Path.of(file).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A Ceph gateway with users of its own. */
    static RealStore gateway() {
        JsonNode rgw = STORES.path("rgw");
        return new RealStore(
                URI.create(rgw.path("endpoint").asText()),
                rgw.path("accessKey").asText(),
                rgw.path("secretKey").asText(),
                false);
    }

    /** A new project of Keystone's, and the gateway that takes its keys. */
    static KeystoneProject project(String name) {
        return new KeystoneProject(
                read(Testbed.run("keystone/project", FOLDER.resolve("keystone").toString(), name)),
                URI.create(STORES.path("rgw-keystone").path("endpoint").asText()));
    }
}
