package dev.cooper.bench;

/** What is asked of the servers from now on. */
final class Counts {
    private final KubernetesServer kubernetes;
    private final Store store;
    private final Calls kubernetesBefore;
    private final Calls storeBefore;

    Counts(KubernetesServer kubernetes, Store store) {
        this.kubernetes = kubernetes;
        this.store = store;
        this.kubernetesBefore = Waiting.settled(kubernetes::calls);
        this.storeBefore = store.calls().get();
    }

    /** The operator's requests to the API server, once there are no more. */
    Calls ofKubernetes() {
        return Waiting.settled(kubernetes::calls).minus(kubernetesBefore);
    }

    Calls ofStore() {
        return store.calls().get().minus(storeBefore);
    }

    void addEach(Figures figures, String workload, int resources) {
        Calls asked = ofKubernetes();
        double each = resources;
        figures.add(workload + ": S3 calls each", ofStore().all() / each);
        figures.add(workload + ": Kubernetes writes each", asked.writes() / each);
        figures.add(workload + ": Kubernetes calls each", asked.all() / each);
    }
}
