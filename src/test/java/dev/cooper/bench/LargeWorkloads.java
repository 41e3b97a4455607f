package dev.cooper.bench;

import java.util.ArrayList;
import java.util.List;

/** Many Buckets on the simulator, since RGW would be the bottleneck: whether the operator stays as quick as it was. */
final class LargeWorkloads {
    private final Settings settings;
    private final KubernetesServer kubernetes;
    private final Measured operator;
    private final Figures figures;
    private final RawKubernetes raw;

    LargeWorkloads(Settings settings, KubernetesServer kubernetes, Measured operator, Figures figures) {
        this.settings = settings;
        this.kubernetes = kubernetes;
        this.operator = operator;
        this.figures = figures;
        this.raw = new RawKubernetes(kubernetes.admin(), kubernetes.newNamespace());
    }

    void run(Store store) {
        operator.connect(store, raw.namespace());
        try (ReadyWatch watch = new ReadyWatch(kubernetes.admin(), raw.namespace(), "Bucket")) {
            BucketWorkloads workloads = new BucketWorkloads(new OperatorSide(raw, store), watch, store, "cooper");
            bursts(workloads);
            restart(store);
            newBucketsDuringResync(workloads);
        }
        raw.deleteAll("buckets");
        operator.disconnect(store.name());
    }

    private void bursts(BucketWorkloads workloads) {
        workloads.burst(workloads.names("warm", Settings.FEW));
        double few = workloads.burst(workloads.names("few", Settings.FEW));
        double many = workloads.burst(workloads.names("many", settings.large()));
        figures.add("cooper: few before large burst", few);
        figures.add("cooper: large burst", many);
        figures.add("large burst: per bucket against few", many / settings.large() / (few / Settings.FEW));
        figures.add("RSS after large burst", operator.residentMebibytes());
    }

    private void restart(Store store) {
        operator.stop();
        Counts counts = new Counts(kubernetes, store);
        long began = System.nanoTime();
        operator.start();
        figures.add("restart: handling events", operator.startSeconds());
        Waiting.until("each bucket is compared after a restart", () -> isSwept(counts));
        figures.add("restart: all compared", Waiting.secondsSince(began));
        figures.add("restart: Kubernetes writes", (double) counts.ofKubernetes().writes());
        figures.add("restart: S3 writes", (double) counts.ofStore().writes());
        figures.add("RSS after restart", operator.residentMebibytes());
    }

    /** As many, one after the other, as fit into the time in which a restarted operator compares all others. */
    private void newBucketsDuringResync(BucketWorkloads workloads) {
        operator.stop();
        Counts counts = new Counts(kubernetes, workloads.store());
        operator.start();
        List<Double> times = new ArrayList<>();
        do {
            times.addAll(workloads.singles(List.of("during-%05d".formatted(times.size()))));
        } while (!isSwept(counts));
        figures.add("new buckets during resync", (double) times.size());
        figures.add("new bucket during resync p50", Figures.percentile(times, 0.5));
        figures.add("new bucket during resync p99", Figures.percentile(times, 0.99));
    }

    private boolean isSwept(Counts counts) {
        return counts.ofStore().reads() >= BucketWorkloads.CALLS_PER_CHECK * settings.large();
    }
}
