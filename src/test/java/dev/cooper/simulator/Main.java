package dev.cooper.simulator;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The simulator as a program. Logs a line for each request and stops on SIGTERM. */
public final class Main {
    private static final String USAGE = """
            Usage: Main [--port N] [--identity-port N] [--host ADDRESS] [--state-file FILE] [--credentials-api]
              --port             of S3 and STS; default 0, a free one       (SIMULATOR_PORT)
              --identity-port    of Keystone; default 0, a free one         (SIMULATOR_IDENTITY_PORT)
              --host             to listen on; default 127.0.0.1            (SIMULATOR_HOST)
              --state-file       gets endpoints and credentials, mode 0600  (SIMULATOR_STATE_FILE)
              --credentials-api  adds Keystone's /v3/credentials            (SIMULATOR_CREDENTIALS_API=true)
            """;

    private Main() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Optional<Map<String, String>> options = parse(args, System.getenv());
        if (options.isEmpty()) {
            System.err.print(USAGE);
            System.exit(2);
        }
        run(options.orElseThrow(), System.out);
    }

    private static void run(Map<String, String> options, PrintStream out) throws IOException, InterruptedException {
        KakaoCloudSimulator simulator = KakaoCloudSimulator.builder()
                .host(options.getOrDefault("host", "127.0.0.1"))
                .port(Integer.parseInt(options.getOrDefault("port", "0")))
                .identityPort(Integer.parseInt(options.getOrDefault("identity-port", "0")))
                .credentialsApi(Boolean.parseBoolean(options.get("credentials-api")))
                .onRequest(request -> out.println(line(request)))
                .start();
        String stateFile = options.get("state-file");
        if (stateFile != null) {
            StateFile.write(Path.of(stateFile), simulator);
        }
        out.printf(
                "KakaoCloud simulator: S3 and STS at %s, Keystone at %s%n",
                simulator.endpoint(), simulator.identityEndpoint());
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            simulator.close();
            stopped.countDown();
        }));
        stopped.await();
    }

    /** Empty when the arguments are wrong. Arguments go before the environment. */
    static Optional<Map<String, String>> parse(String[] args, Map<String, String> environment) {
        Map<String, String> options = new HashMap<>();
        for (String name : new String[] {"host", "port", "identity-port", "state-file", "credentials-api"}) {
            String value =
                    environment.get("SIMULATOR_" + name.toUpperCase(Locale.ROOT).replace('-', '_'));
            if (value != null) {
                options.put(name, value);
            }
        }
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--credentials-api" -> options.put("credentials-api", "true");
                case "--host", "--port", "--identity-port", "--state-file" -> {
                    if (i + 1 == args.length) {
                        return Optional.empty();
                    }
                    options.put(args[i].substring(2), args[i + 1]);
                    i++;
                }
                default -> {
                    return Optional.empty();
                }
            }
        }
        for (String port : new String[] {"port", "identity-port"}) {
            if (!options.getOrDefault(port, "0").matches("[0-9]{1,5}")) {
                return Optional.empty();
            }
        }
        return Optional.of(options);
    }

    /** {@code 12:30:01.123 PutBucketAcl photos 200 4 ms}. */
    static String line(RecordedRequest request) {
        StringBuilder line = new StringBuilder()
                .append(request.instant())
                .append(' ')
                .append(request.operation())
                .append(' ')
                .append(request.bucket().isEmpty() ? "-" : request.bucket())
                .append(' ')
                .append(request.status() == 0 ? "no answer" : String.valueOf(request.status()));
        if (request.errorCode() != null) {
            line.append(' ').append(request.errorCode());
        }
        if (request.fault() != null) {
            line.append(" fault=").append(request.fault());
        }
        if (!request.supported()) {
            line.append(" UNSUPPORTED");
        }
        return line.append(' ').append(request.durationMillis()).append(" ms").toString();
    }
}
