package dev.cooper.bench;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/** What is measured in each run. */
final class OperatorWorkloads {
    private static final Duration DEAD_WINDOW = Duration.ofSeconds(60);

    private final Settings settings;
    private final KubernetesServer kubernetes;
    private final Measured operator;
    private final Figures figures;
    private final RawKubernetes raw;

    OperatorWorkloads(Settings settings, KubernetesServer kubernetes, Measured operator, Figures figures) {
        this.settings = settings;
        this.kubernetes = kubernetes;
        this.operator = operator;
        this.figures = figures;
        this.raw = new RawKubernetes(kubernetes.admin(), kubernetes.newNamespace());
    }

    /** Bursts, sweeps and changes on RGW, and what goes on beside a dead store. */
    void buckets(Store store) {
        operator.connect(store, raw.namespace());
        try (ReadyWatch watch = new ReadyWatch(kubernetes.admin(), raw.namespace(), "Bucket")) {
            BucketWorkloads workloads = new BucketWorkloads(new OperatorSide(raw, store), watch, store, "cooper");
            List<Double> times = workloads.singles(workloads.names("single", Settings.SINGLES));
            figures.add("cooper: one bucket p50", Figures.percentile(times, 0.5));
            figures.add("cooper: one bucket p99", Figures.percentile(times, 0.99));
            figures.add("cooper: burst of few", workloads.burst(workloads.names("few", Settings.FEW)));
            List<String> many = workloads.names("many", settings.size());
            Counts creation = new Counts(kubernetes, store);
            figures.add("cooper: burst", workloads.burst(many));
            figures.add("RSS after burst", operator.residentMebibytes());
            creation.addEach(figures, "create", many.size());
            Counts check = new Counts(kubernetes, store);
            figures.add("cooper: sweep", workloads.sweep(many));
            check.addEach(figures, "check", many.size());
            figures.add("cooper: changed field", workloads.change(many));
            deadStore(workloads, watch, store);
        }
        raw.deleteAll("buckets");
        operator.disconnect(store.name());
    }

    /** As many resources as the burst on a store that has died, and a small burst beside them. */
    private void deadStore(BucketWorkloads workloads, ReadyWatch watch, Store store) {
        try (Relay relay = Relay.to(store.endpoint())) {
            String name = store.name() + "-dead";
            Store dead = new Store(
                    name,
                    relay.endpoint(),
                    spec(relay.endpoint(), name),
                    store.secret(),
                    store.calls(),
                    store.access());
            operator.connect(dead, raw.namespace());
            relay.cut();
            BucketWorkloads failing = new BucketWorkloads(new OperatorSide(raw, dead), watch, dead, "dead");
            Parallel.forEach(failing.names("many", settings.size()), failing.side()::create);
            long began = System.nanoTime();
            List<String> healthy = workloads.names("beside", Settings.FEW);
            figures.add("beside a dead store: burst of few", workloads.burst(healthy));
            List<Double> singles = workloads.singles(workloads.names("beside-single", Settings.SINGLES));
            figures.add("beside a dead store: new bucket p99", Figures.percentile(singles, 0.99));
            Waiting.until("the dead store is not Ready", () -> !operator.isReady(name));
            figures.add("dead store: noticed after", Waiting.secondsSince(began));
            Waiting.pass(Duration.ofSeconds(5));
            long before = relay.calls();
            Waiting.pass(DEAD_WINDOW);
            figures.add("dead store: calls in 30 s", (relay.calls() - before) * 30.0 / DEAD_WINDOW.toSeconds());
            raw.deleteAll("buckets");
            operator.disconnect(name);
        }
    }

    private static String spec(URI endpoint, String secret) {
        return "provider: ceph-rgw, endpoint: \"%s\", requests: {attemptTimeoutSeconds: 2}, credentials: {secretRef: {name: %s}}"
                .formatted(endpoint, secret);
    }

    void keys(SimulatedCloud cloud) {
        Store store = cloud.store();
        operator.connect(store, raw.namespace());
        try (ReadyWatch buckets = new ReadyWatch(kubernetes.admin(), raw.namespace(), "Bucket");
                ReadyWatch keys = new ReadyWatch(kubernetes.admin(), raw.namespace(), "AccessKey")) {
            BucketWorkloads workloads = new BucketWorkloads(new OperatorSide(raw, store), buckets, store, "cooper");
            String bucket = workloads.names("keys", 1).getFirst();
            workloads.burst(List.of(bucket));
            Counts counts = new Counts(kubernetes, store);
            List<String> names = workloads.names("key", settings.size());
            long began = System.nanoTime();
            Parallel.forEach(
                    names,
                    name -> raw.apply(
                            "accesskeys", name, Manifests.accessKey(raw.namespace(), name, store.name(), bucket)));
            figures.add("cooper: keys", (keys.await(names, 1) - began) / 1e9);
            counts.addEach(figures, "key", names.size());
        }
        raw.deleteAll("accesskeys");
        raw.deleteAll("buckets");
        operator.disconnect(store.name());
    }
}
