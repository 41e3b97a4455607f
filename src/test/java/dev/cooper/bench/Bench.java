package dev.cooper.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Runs everything, and writes down what came of it. */
public final class Bench {
    private static final Path DIRECTORY = Path.of("target", "bench");

    private Bench() {}

    public static void main(String[] arguments) throws IOException {
        Settings settings = Settings.fromEnvironment();
        Figures figures = new Figures();
        KubernetesServer kubernetes = new KubernetesServer();
        long began = System.nanoTime();
        for (int run = 1; run <= settings.runs(); run++) {
            System.out.printf(Locale.ROOT, "run %d of %d, %s%n", run, settings.runs(), settings);
            measure(
                    settings,
                    kubernetes,
                    figures,
                    "bench-%d-%d".formatted(ProcessHandle.current().pid(), run));
        }
        System.out.printf(Locale.ROOT, "measured in %.0f s%n", Waiting.secondsSince(began));
        Report.write(settings, figures);
        System.exit(0);
    }

    private static void measure(Settings settings, KubernetesServer kubernetes, Figures figures, String name)
            throws IOException {
        Path directory = DIRECTORY.resolve(name);
        Files.createDirectories(directory);
        Floor floor = new Floor(settings, kubernetes, figures);
        try (RgwServer rgw = RgwServer.start(directory.resolve("rgw"), name);
                SimulatedCloud cloud = new SimulatedCloud(name + "-simulated")) {
            floor.buckets(rgw.store());
            if (settings.simulated() > 0) {
                floor.simulated(cloud.store());
            }
            floor.keys(cloud);
            try (Measured operator = new Measured(kubernetes, directory)) {
                OperatorWorkloads run = new OperatorWorkloads(settings, kubernetes, operator, figures);
                run.buckets(rgw.store());
                run.keys(cloud);
            }
        }
    }
}
