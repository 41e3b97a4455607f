package dev.cooper.reconcile.accesskey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.AccessKey;
import dev.cooper.api.Bucket;
import dev.cooper.api.SecretTarget.Format;
import dev.cooper.cluster.Testbed;
import dev.cooper.demo.SecretMount;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.Readiness;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.util.VersionInfo;

/**
 * Real clients with each shape of a Secret that they understand, mounted as a kubelet does it, before and after a
 * rotation that revoked the old key at once. The cases are the rows of the table in docs/access-keys.md.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set by start()
class SecretClientsTest {
    /** All but those of pods that fetch their key. */
    private static final Set<Format> IN_SECRETS =
            EnumSet.complementOf(EnumSet.of(Format.containerCredentials, Format.webIdentity));

    private static final Path DOCS = Path.of("docs", "access-keys.md");
    private static final String BOTO3_PROGRAM = "src/test/resources/clients/boto3_client.py";

    /** A profile of the SDKs, in a file of its own. */
    private static final String PROFILE = """
            {shop.ini: "[shop]\\n\\
              aws_access_key_id = {{accessKeyId}}\\n\\
              aws_secret_access_key = {{secretAccessKey}}\\n\\
              region = {{region}}\\n\\
              endpoint_url = {{endpoint}}\\n\\
              request_checksum_calculation = when_required\\n"}""";

    private OperatorHarness cooper;
    private String bucket;
    private Path python;
    private final List<Container> containers = new ArrayList<>();

    /** Which software reads the Secret. */
    private enum Client {
        BOTO3("boto3 1.35.99"),
        JAVA("AWS SDK for Java " + VersionInfo.SDK_VERSION),
        AWS_CLI("AWS CLI 1.36.40");

        private final String words;

        Client(String words) {
            this.words = words;
        }

        /** Whether it has any use for the shape without software of one's own. */
        boolean understands(Format format) {
            return switch (this) {
                case BOTO3, JAVA -> true;
                case AWS_CLI -> format != Format.cosi && format != Format.serviceBinding;
            };
        }
    }

    /** A row of the table: what becomes of a client after a rotation. */
    record Row(String client, String format, String sameClient, String newClient, String newContainer) {
        static Row of(String line) {
            String[] cells = line.split("\\|", -1);
            return new Row(
                    cells[1].strip(),
                    cells[2].strip().replace("`", ""),
                    cells[3].strip(),
                    cells[4].strip(),
                    cells[5].strip());
        }

        @Override
        public String toString() {
            return client + " with " + format;
        }
    }

    /** The table of the documentation. */
    static List<Row> rows() throws IOException {
        try (Stream<String> lines = Files.lines(DOCS)) {
            return lines.dropWhile(line -> !line.startsWith("| Client "))
                    .skip(2)
                    .takeWhile(line -> line.startsWith("|"))
                    .map(Row::of)
                    .toList();
        }
    }

    @BeforeAll
    void start(@TempDir Path volumes) throws IOException {
        python = Path.of(Testbed.run("python/install"), "bin");
        cooper = OperatorHarness.start();
        bucket = cooper.bucketName("clients");
        cooper.bucket(bucket, "");
        cooper.awaitReason(Bucket.class, bucket, "Ready");
        for (Format format : IN_SECRETS) {
            apply(format, "before");
        }
        for (Format format : IN_SECRETS) {
            cooper.awaitReason(AccessKey.class, name(format), "Ready");
            Path mount = volumes.resolve(name(format));
            SecretMount.write(secret(format), mount);
            for (Client client : Client.values()) {
                if (client.understands(format)) {
                    containers.add(new Container(client, format, mount));
                }
            }
        }
        for (Container container : containers) {
            assertThat(container.put().newClient()).as(container.toString()).isEqualTo("taken");
        }
        for (Format format : IN_SECRETS) {
            apply(format, "after");
        }
        for (Format format : IN_SECRETS) {
            cooper.await(
                    AccessKey.class,
                    name(format),
                    key -> "after".equals(key.statusOrEmpty().rotationTrigger())
                            && key.statusOrEmpty().previousKeyID() == null
                            && Readiness.isReady(key));
            SecretMount.write(secret(format), volumes.resolve(name(format)));
        }
    }

    @AfterAll
    void stop() {
        containers.forEach(Container::close);
        cooper.close();
    }

    private static String name(Format format) {
        return format.name().toLowerCase(Locale.ROOT);
    }

    private void apply(Format format, String trigger) {
        cooper.accessKey(name(format), """
                source: keystoneEc2
                allowBroad: true
                buckets: [{bucketRef: {name: %s}}]
                secret: {name: %s, formats: [%s]%s}
                rotation: {overlap: 0s, trigger: %s}
                """.formatted(
                bucket, name(format), format, format == Format.template ? ", template: " + PROFILE : "", trigger));
    }

    private Secret secret(Format format) {
        return Objects.requireNonNull(cooper.admin()
                .secrets()
                .inNamespace(cooper.namespace())
                .withName(name(format))
                .get());
    }

    /** What the pod's template says: envFrom, or where the mounted files are. */
    private Map<String, String> environment(Format format, Path mount) {
        return switch (format) {
            case env -> decoded(secret(format).getData());
            case obc -> {
                Map<String, String> environment =
                        new HashMap<>(decoded(secret(format).getData()));
                environment.putAll(Objects.requireNonNull(cooper.admin()
                                .configMaps()
                                .inNamespace(cooper.namespace())
                                .withName(name(format))
                                .get())
                        .getData());
                yield environment;
            }
            case credentialsFile ->
                Map.of(
                        "AWS_SHARED_CREDENTIALS_FILE",
                                mount.resolve("credentials").toString(),
                        "AWS_CONFIG_FILE", mount.resolve("config").toString());
            case template ->
                Map.of("AWS_SHARED_CREDENTIALS_FILE", mount.resolve("shop.ini").toString(), "AWS_PROFILE", "shop");
            case cosi, serviceBinding -> Map.of();
            case containerCredentials, webIdentity -> throw new IllegalArgumentException("fetched: PodRefreshTest");
        };
    }

    private static Map<String, String> decoded(Map<String, String> data) {
        return data.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> new String(Base64.getDecoder().decode(entry.getValue()), UTF_8)));
    }

    @Test
    void theTableHasARowForEachClientAndShape() throws IOException {
        assertThat(rows())
                .extracting(Row::toString)
                .containsExactlyElementsOf(
                        containers.stream().map(Container::toString).toList());
    }

    @Test
    void theTableNamesTheVersionsThatWereTried() throws IOException {
        String pinned = Files.readString(Path.of("testbed", "python", "requirements.txt"));
        assertThat(pinned)
                .contains(Client.BOTO3.words.replace(" ", "=="))
                .contains(Client.AWS_CLI.words.replace("AWS CLI ", "awscli=="));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aClientTakesUpTheNewKeyAsTheTableSays(Row row) throws IOException {
        Container container = containers.stream()
                .filter(each -> each.toString().equals(row.toString()))
                .findFirst()
                .orElseThrow();
        Outcome there = container.put();
        try (Container anew = container.anew()) {
            assertThat(List.of(there.sameClient(), there.newClient(), anew.put().newClient()))
                    .containsExactly(row.sameClient(), row.newClient(), row.newContainer());
        }
    }

    /** Whether the store took the requests of a client that was there from the start, and of a new one. */
    private record Outcome(String sameClient, String newClient) {
        private static final String NONE = "–";

        static Outcome of(String line) {
            String[] words = line.split(" ", -1);
            return new Outcome(words[0], words[1]);
        }
    }

    /** What a pod runs: the environment and the volume that it was started with, and a process that lives on. */
    private final class Container implements AutoCloseable {
        private final Client client;
        private final Format format;
        private final Path mount;
        private final Map<String, String> environment;
        private final @Nullable Process process;

        Container(Client client, Format format, Path mount) throws IOException {
            this.client = client;
            this.format = format;
            this.mount = mount;
            this.environment = environment(format, mount);
            this.process = switch (client) {
                case BOTO3 ->
                    start(List.of(
                            python.resolve("python").toString(),
                            BOTO3_PROGRAM,
                            format.name(),
                            mount.toString(),
                            bucket));
                case JAVA ->
                    start(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                            "-cp",
                            System.getProperty("java.class.path"),
                            JavaClient.class.getName(),
                            format.name(),
                            mount.toString(),
                            bucket));
                case AWS_CLI -> null; // each command is a process of its own
            };
        }

        private Process start(List<String> command) throws IOException {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
            builder.environment().putAll(environment);
            return builder.start();
        }

        /** The same software, started after the rotation. */
        Container anew() throws IOException {
            return new Container(client, format, mount);
        }

        Outcome put() throws IOException {
            if (process == null) {
                return new Outcome(Outcome.NONE, putByCommand());
            }
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            String line = process.inputReader(UTF_8).readLine();
            return Outcome.of(Objects.requireNonNull(line, "it ended; its output stands above"));
        }

        private String putByCommand() throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    python.resolve("aws").toString(), "s3api", "put-object", "--bucket", bucket, "--key", "cli"));
            if (format == Format.obc) {
                command.addAll(List.of(
                        "--endpoint-url",
                        "http://%s:%s".formatted(environment.get("BUCKET_HOST"), environment.get("BUCKET_PORT")),
                        "--region",
                        Objects.requireNonNull(environment.get("BUCKET_REGION"))));
            }
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
            builder.environment().putAll(environment);
            Process cli = builder.start();
            String output = new String(cli.getInputStream().readAllBytes(), UTF_8);
            boolean taken = cli.onExit().join().exitValue() == 0;
            assertThat(taken || output.contains("InvalidAccessKeyId"))
                    .as(output)
                    .isTrue();
            return taken ? "taken" : "refused";
        }

        @Override
        public void close() {
            if (process != null) {
                process.destroy();
            }
        }

        @Override
        public String toString() {
            return client.words + " with " + format;
        }
    }
}
