package dev.cooper.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The workloads that the operator and the raw clients do alike. Times are in seconds. */
record BucketWorkloads(Side side, ReadyWatch watch, Store store, String prefix) {
    /** What comparing a bucket of one declared feature with its spec takes. */
    static final long CALLS_PER_CHECK = 2;

    List<String> names(String workload, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "%s-%s-%05d".formatted(prefix, workload, i))
                .toList();
    }

    /** One bucket after the other, from apply to Ready. */
    List<Double> singles(List<String> names) {
        List<Double> times = new ArrayList<>();
        for (String name : names) {
            long began = System.nanoTime();
            side.create(name);
            times.add((watch.await(List.of(name), 1) - began) / 1e9);
        }
        return times;
    }

    /** Many buckets at once, from the first apply to the last Ready. */
    double burst(List<String> names) {
        long began = System.nanoTime();
        Parallel.forEach(names, side::create);
        return (watch.await(names, 1) - began) / 1e9;
    }

    /** Changes one field of each. */
    double change(List<String> names) {
        long began = System.nanoTime();
        Parallel.forEach(names, side::change);
        return (watch.await(names, 2) - began) / 1e9;
    }

    /** Compares each bucket with its spec, until the store has answered all that this takes. */
    double sweep(List<String> names) {
        long requests = CALLS_PER_CHECK * names.size();
        long before = store.calls().get().all();
        long began = System.nanoTime();
        Parallel.forEach(names, side::check);
        Waiting.until(
                "%d requests of a sweep".formatted(requests),
                () -> store.calls().get().all() >= before + requests);
        return Waiting.secondsSince(began);
    }
}
