package dev.cooper.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo comes true on each kind of cluster that needs nothing of the user's. */
class DemoIT {
    @TempDir
    Path output;

    @ParameterizedTest
    @ValueSource(strings = {"local", "embedded"})
    void everyStepComesTrue(String cluster) throws IOException, InterruptedException {
        Path told = output.resolve("told.txt");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-Ddemo.directory=target/demo-" + cluster,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Demo.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(told.toFile());
        builder.environment().put("CLUSTER", cluster);
        Process demo = builder.start();
        demo.getOutputStream().close();

        assertThat(demo.waitFor(5, TimeUnit.MINUTES)).as("it ends by itself").isTrue();
        assertThat(demo.exitValue()).as(Files.readString(told)).isZero();
        assertThat(Files.readString(told)).contains("All of it came true").doesNotContain("\u001b");
    }
}
