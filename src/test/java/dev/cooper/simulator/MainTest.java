package dev.cooper.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @TempDir
    Path directory = Path.of("");

    @Test
    void runsAsAProgramUntilItIsToldToStop() throws Exception {
        Path stateFile = directory.resolve("state.json");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "--state-file",
                        stateFile.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader log = process.inputReader()) {
            String banner = log.readLine();
            while (banner != null && !banner.startsWith("KakaoCloud simulator: ")) {
                banner = log.readLine(); // warnings of the JDK about libraries
            }
            assertThat(banner).isNotNull();
            assertThat(Files.getPosixFilePermissions(stateFile))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            JsonNode state = JsonClient.JSON.readTree(stateFile.toFile());

            URI endpoint = URI.create(state.path("endpoint").asText() + "/photos");
            assertThat(JsonClient.send("GET", endpoint, "").statusCode()).isEqualTo(404);
            assertThat(log.readLine()).contains(" ListObjects photos 404 NoSuchBucket ");

            process.destroy();
            assertThat(process.waitFor()).isEqualTo(128 + 15);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void argumentsGoBeforeTheEnvironment() {
        assertThat(Main.parse(
                        new String[] {"--port", "1", "--credentials-api"},
                        Map.of("SIMULATOR_PORT", "2", "SIMULATOR_IDENTITY_PORT", "3")))
                .contains(Map.of("port", "1", "identity-port", "3", "credentials-api", "true"));
    }

    @Test
    void wrongArgumentsAreRefused() {
        assertThat(Main.parse(new String[] {"--colour"}, Map.of())).isEmpty();
        assertThat(Main.parse(new String[] {"--port"}, Map.of())).isEmpty();
        assertThat(Main.parse(new String[] {"--port", "http"}, Map.of())).isEmpty();
    }
}
