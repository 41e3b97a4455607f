package dev.cooper.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** How a program finds a simulator that another program started: a JSON file for its owner's eyes only. */
final class StateFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private StateFile() {}

    /** Appears at once and complete: a reader may poll for it. */
    static void write(Path file, KakaoCloudSimulator simulator) throws IOException {
        ObjectNode state = JSON.createObjectNode()
                .put("endpoint", simulator.endpoint().toString())
                .put("identityEndpoint", simulator.identityEndpoint().toString())
                .put("region", simulator.region())
                .put("projectId", simulator.projectId())
                .put("userId", simulator.userId())
                .put("userPassword", simulator.userPassword());
        put(state, "applicationCredential", simulator.applicationCredential());
        put(state, "restrictedApplicationCredential", simulator.restrictedApplicationCredential());
        Path absolute = file.toAbsolutePath();
        Path directory = absolute.getParent();
        if (directory == null) {
            throw new IOException("not a file: " + file);
        }
        Path temporary = Files.createTempFile(
                directory,
                ".simulator",
                ".json",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(temporary, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(state));
        Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void put(ObjectNode state, String field, ApplicationCredential credential) {
        state.putObject(field).put("id", credential.id()).put("secret", credential.secret());
    }
}
