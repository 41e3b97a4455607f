package dev.cooper.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Does the same to many things, so many at once. */
final class Parallel {
    private Parallel() {}

    static <T> void forEach(List<T> things, Consumer<T> work) {
        try (ExecutorService threads = Executors.newFixedThreadPool(Settings.THREADS)) {
            List<Future<?>> pending = new ArrayList<>();
            things.forEach(thing -> pending.add(threads.submit(() -> work.accept(thing))));
            for (Future<?> task : pending) {
                task.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
