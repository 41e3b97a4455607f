package dev.cooper.bench;

import dev.cooper.api.ApiGroup;

/** The operator does the work; the bench only applies. */
record OperatorSide(RawKubernetes kubernetes, Store store) implements Side {
    @Override
    public void create(String name) {
        apply(name, FIRST_DAYS);
    }

    @Override
    public void change(String name) {
        apply(name, CHANGED_DAYS);
    }

    private void apply(String name, int days) {
        kubernetes.apply("buckets", name, Manifests.bucket(kubernetes.namespace(), name, store.name(), days));
    }

    @Override
    public void check(String name) {
        kubernetes.annotate("buckets", name, ApiGroup.RECONCILE_AT, Long.toString(System.nanoTime()));
    }
}
