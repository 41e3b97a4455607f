package dev.cooper.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoomTest {
    private static final int PLACES = 3;

    @Test
    void asManyAsThereArePlacesGoOnAtOnceAndNoMore() throws Exception {
        Room room = new Room(PLACES);
        CyclicBarrier together = new CyclicBarrier(PLACES);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Runnable work = () -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            try {
                together.await();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            } finally {
                now.decrementAndGet();
            }
        };
        Callable<Void> visit = () -> {
            room.run(work);
            return null;
        };

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Void>> visits =
                    IntStream.range(0, 10 * PLACES).mapToObj(_ -> visit).toList();
            for (Future<Void> visited : threads.invokeAll(visits)) {
                visited.get();
            }
        }

        assertThat(most).hasValue(PLACES);
    }

    @Test
    void workThatFailsLeavesItsPlace() {
        Room room = new Room(1);
        Runnable failing = () -> {
            throw new IllegalStateException("failed");
        };
        AtomicInteger after = new AtomicInteger();

        assertThatThrownBy(() -> room.run(failing)).hasMessage("failed");
        room.run(after::incrementAndGet);

        assertThat(after).hasValue(1);
    }
}
