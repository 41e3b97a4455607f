package dev.cooper.bench;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** All workloads on the packaged operator. */
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

    void buckets(Store store) {
        figures.add("start", operator.startSeconds());
        figures.add("RSS idle", operator.residentMebibytes());
        operator.connect(store, raw.namespace());
        try (ReadyWatch watch = new ReadyWatch(kubernetes.admin(), raw.namespace(), "Bucket")) {
            BucketWorkloads workloads = new BucketWorkloads(new OperatorSide(raw, store), watch, store, "cooper");
            List<String> all = new ArrayList<>(creations(workloads));
            sweeps(workloads, all);
            restart(store, all.size());
            deadStore(workloads, watch, store);
        }
        raw.deleteAll("buckets");
        operator.disconnect(store.name());
    }

    private List<String> creations(BucketWorkloads workloads) {
        List<String> all = new ArrayList<>(workloads.names("single", Settings.SINGLES));
        List<Double> times = workloads.singles(all);
        figures.add("cooper: one bucket p50", Figures.percentile(times, 0.5));
        figures.add("cooper: one bucket p99", Figures.percentile(times, 0.99));
        List<String> few = workloads.names("few", Settings.FEW);
        figures.add("cooper: burst of few", workloads.burst(few));
        List<String> many = workloads.names("many", settings.size());
        Counts counts = new Counts(workloads.store());
        figures.add("cooper: burst", workloads.burst(many));
        counts.add("create", many.size());
        figures.add("RSS after burst", operator.residentMebibytes());
        all.addAll(few);
        all.addAll(many);
        return all;
    }

    private void sweeps(BucketWorkloads workloads, List<String> all) {
        List<String> many = all.subList(all.size() - settings.size(), all.size());
        Counts counts = new Counts(workloads.store());
        figures.add("cooper: sweep", workloads.sweep(many));
        counts.add("check", many.size());
        List<String> during = workloads.names("during", Settings.SINGLES / 2);
        figures.add(
                "cooper: new bucket during sweep p99",
                Figures.percentile(workloads.singlesDuringSweep(during, many), 0.99));
        figures.add("cooper: changed field", workloads.change(many));
        all.addAll(during);
    }

    private void restart(Store store, int resources) {
        operator.stop();
        Counts counts = new Counts(store);
        long began = System.nanoTime();
        operator.start();
        figures.add("restart: handling events", operator.startSeconds());
        long before = counts.store.all();
        Waiting.until(
                "each bucket is compared after a restart",
                () -> store.calls().get().all() >= before + 2L * resources);
        figures.add("restart: all compared", Waiting.secondsSince(began));
        Calls asked = Waiting.settled(kubernetes::calls).minus(counts.kubernetes);
        figures.add("restart: Kubernetes writes", (double) asked.writes());
        figures.add("restart: S3 writes", (double)
                store.calls().get().minus(counts.store).writes());
        figures.add("RSS after restart", operator.residentMebibytes());
    }

    /** As many resources as the large burst on a store that has died, and a small burst beside them. */
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
            List<Double> singles = workloads.singles(workloads.names("beside-single", Settings.SINGLES / 2));
            figures.add("beside a dead store: new bucket p99", Figures.percentile(singles, 0.99));
            Waiting.until("the dead store is not Ready", () -> !operator.isReady(name));
            figures.add("dead store: noticed after", Waiting.secondsSince(began));
            Waiting.pass(Duration.ofSeconds(5));
            long before = relay.attempts();
            Waiting.pass(DEAD_WINDOW);
            figures.add("dead store: attempts in 30 s", (relay.attempts() - before) * 30.0 / DEAD_WINDOW.toSeconds());
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
            if (settings.simulated() > 0) {
                simulatedBursts(workloads);
            }
            String bucket = workloads.names("keys", 1).getFirst();
            workloads.burst(List.of(bucket));
            Counts counts = new Counts(store);
            List<String> names = workloads.names("key", settings.keys());
            long began = System.nanoTime();
            Parallel.forEach(
                    names,
                    name -> raw.apply(
                            "accesskeys", name, Manifests.accessKey(raw.namespace(), name, store.name(), bucket)));
            figures.add("cooper: keys", (keys.await(names, 1) - began) / 1e9);
            counts.add("key", names.size());
        }
        raw.deleteAll("accesskeys");
        raw.deleteAll("buckets");
        operator.disconnect(store.name());
    }

    private void simulatedBursts(BucketWorkloads workloads) {
        double few = workloads.burst(workloads.names("few", Settings.FEW));
        double many = workloads.burst(workloads.names("many", settings.simulated()));
        figures.add("cooper: simulated burst of few", few);
        figures.add("cooper: simulated burst", many);
        figures.add("simulated burst: per bucket against few", many / settings.simulated() / (few / Settings.FEW));
        figures.add("RSS after simulated burst", operator.residentMebibytes());
    }

    /** What is asked of the servers from now on. */
    private final class Counts {
        private final Store asked;
        private final Calls store;
        private final Calls kubernetes;

        Counts(Store asked) {
            this.asked = asked;
            this.kubernetes = Waiting.settled(OperatorWorkloads.this.kubernetes::calls);
            this.store = asked.calls().get();
        }

        void add(String workload, int resources) {
            Calls requests =
                    Waiting.settled(OperatorWorkloads.this.kubernetes::calls).minus(kubernetes);
            Calls s3 = asked.calls().get().minus(store);
            figures.add(workload + ": S3 calls each", s3.all() / (double) resources);
            figures.add(workload + ": Kubernetes writes each", requests.writes() / (double) resources);
            figures.add(workload + ": Kubernetes reads each", requests.reads() / (double) resources);
        }
    }
}
