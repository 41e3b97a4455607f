package dev.cooper.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Runs everything, and writes down what came of it. */
public final class Bench {
    private static final Path DIRECTORY = Path.of("target", "bench");

    private final Settings settings = Settings.fromEnvironment();
    private final Figures figures = new Figures();
    private final KubernetesServer kubernetes = new KubernetesServer();
    private final Floor floor = new Floor(settings, kubernetes, figures);

    private Bench() {}

    public static void main(String[] arguments) throws IOException {
        new Bench().run();
        System.exit(0);
    }

    private void run() throws IOException {
        long began = System.nanoTime();
        starts();
        for (int run = 1; run <= settings.runs(); run++) {
            announce("run %d of %d, %s".formatted(run, settings.runs(), settings), began);
            measure(name(Integer.toString(run)));
            if (settings.large() > 0) {
                announce("%d Buckets on the simulator".formatted(settings.large()), began);
                measureLarge(name("large-" + run));
            }
        }
        announce("measured", began);
        Report.write(settings, figures);
    }

    private static void announce(String what, long began) {
        System.out.printf(Locale.ROOT, "after %.0f s: %s%n", Waiting.secondsSince(began), what);
    }

    private static String name(String part) {
        return "bench-%d-%s".formatted(ProcessHandle.current().pid(), part);
    }

    private static Path directory(String name) throws IOException {
        return Files.createDirectories(DIRECTORY.resolve(name));
    }

    private void starts() throws IOException {
        for (int run = 1; run <= settings.runs(); run++) {
            try (Measured operator = Measured.start(kubernetes, directory(name("start")))) {
                figures.add("start", operator.startSeconds());
                figures.add("RSS idle", operator.residentMebibytes());
            }
            try (Measured operator = Measured.start(kubernetes, directory(name("start")), "-XX:AOTMode=off")) {
                figures.add("start without AOT cache", operator.startSeconds());
                figures.add("RSS idle without AOT cache", operator.residentMebibytes());
            }
        }
    }

    private void measure(String name) throws IOException {
        Path directory = directory(name);
        try (RgwServer rgw = RgwServer.start(directory.resolve("rgw"), name);
                SimulatedCloud cloud = new SimulatedCloud(name + "-simulated")) {
            floor.buckets(rgw.store());
            floor.keys(cloud);
            try (Measured operator = Measured.start(kubernetes, directory)) {
                OperatorWorkloads run = new OperatorWorkloads(settings, kubernetes, operator, figures);
                run.buckets(rgw.store());
                run.keys(cloud);
            }
        }
    }

    private void measureLarge(String name) throws IOException {
        try (SimulatedCloud cloud = new SimulatedCloud(name)) {
            floor.large(cloud.store());
            try (ForeignSecrets _ = ForeignSecrets.create(kubernetes, settings.large());
                    Measured operator = Measured.start(kubernetes, directory(name))) {
                new LargeWorkloads(settings, kubernetes, operator, figures).run(cloud.store());
            }
        }
    }
}
