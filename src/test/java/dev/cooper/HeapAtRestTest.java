package dev.cooper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeapAtRestTest {
    private final AtomicLong collections = new AtomicLong(100);
    private final AtomicInteger full = new AtomicInteger();
    private final HeapAtRest heap = new HeapAtRest(collections::get, () -> {
        full.incrementAndGet();
        collections.incrementAndGet();
    });

    private void lookAfter(int more) {
        collections.addAndGet(more);
        heap.look();
    }

    @Test
    void aBurstIsFollowedByOneFullCollectionOnceItIsOver() {
        lookAfter(50);
        lookAfter(40);
        assertThat(full).hasValue(0);
        lookAfter(1);
        lookAfter(0);
        lookAfter(1);
        assertThat(full).hasValue(1);
    }

    @Test
    void anotherBurstIsFollowedByAnother() {
        lookAfter(50);
        lookAfter(0);
        lookAfter(50);
        lookAfter(0);
        assertThat(full).hasValue(2);
    }

    @Test
    void timersAndProbesAreNoBurst() {
        for (int i = 0; i < 9; i++) {
            lookAfter(1);
        }
        assertThat(full).hasValue(0);
        lookAfter(1);
        assertThat(full).hasValue(1);
    }
}
