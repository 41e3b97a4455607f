package dev.cooper.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What raw clients reach on these servers at this hour, while the operator is down. */
final class Floor {
    private final Settings settings;
    private final KubernetesServer kubernetes;
    private final Figures figures;

    Floor(Settings settings, KubernetesServer kubernetes, Figures figures) {
        this.settings = settings;
        this.kubernetes = kubernetes;
        this.figures = figures;
    }

    void buckets(Store store) {
        RawKubernetes raw = new RawKubernetes(kubernetes.admin(), kubernetes.newNamespace());
        try (FloorSide side = new FloorSide(raw, store);
                ReadyWatch watch = new ReadyWatch(kubernetes.admin(), raw.namespace(), "Bucket")) {
            BucketWorkloads workloads = new BucketWorkloads(side, watch, store, "floor");
            List<String> singles = workloads.names("single", Settings.SINGLES);
            List<String> few = workloads.names("few", Settings.FEW);
            List<String> many = workloads.names("many", settings.size());
            figures.add("floor: one bucket p50", Figures.percentile(workloads.singles(singles), 0.5));
            figures.add("floor: burst of few", workloads.burst(few));
            figures.add("floor: burst", workloads.burst(many));
            figures.add("floor: sweep", workloads.sweep(many));
            figures.add("floor: changed field", workloads.change(many));
            side.clear(Stream.of(singles, few, many).flatMap(List::stream).toList());
        }
    }

    void large(Store store) {
        RawKubernetes raw = new RawKubernetes(kubernetes.admin(), kubernetes.newNamespace());
        try (FloorSide side = new FloorSide(raw, store);
                ReadyWatch watch = new ReadyWatch(kubernetes.admin(), raw.namespace(), "Bucket")) {
            BucketWorkloads workloads = new BucketWorkloads(side, watch, store, "floor");
            List<String> names = new ArrayList<>(workloads.names("many", settings.large()));
            figures.add("floor: large burst", workloads.burst(names));
            side.clear(names);
        }
    }

    void keys(SimulatedCloud cloud) {
        RawKubernetes raw = new RawKubernetes(kubernetes.admin(), kubernetes.newNamespace());
        try (FloorSide side = new FloorSide(raw, cloud.store());
                ReadyWatch buckets = new ReadyWatch(kubernetes.admin(), raw.namespace(), "Bucket");
                ReadyWatch keys = new ReadyWatch(kubernetes.admin(), raw.namespace(), "AccessKey")) {
            BucketWorkloads workloads = new BucketWorkloads(side, buckets, cloud.store(), "floor");
            List<String> bucket = workloads.names("keys", 1);
            workloads.burst(bucket);
            KeyFloor floor = new KeyFloor(raw, cloud, bucket.getFirst());
            List<String> names = workloads.names("key", settings.size());
            long began = System.nanoTime();
            Parallel.forEach(names, floor::create);
            figures.add("floor: keys", (keys.await(names, 1) - began) / 1e9);
            floor.clear();
            side.clear(bucket);
        }
    }
}
