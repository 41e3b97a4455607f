package dev.cooper.reconcile;

import java.util.ArrayList;
import java.util.List;

/** Whether this process may work. Of several, one does; the others fill their caches and wait for its lease to end. */
public final class Leadership {
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean held;

    /** Whether it is this process's from the start, since there is no election. */
    public Leadership(boolean held) {
        this.held = held;
    }

    public synchronized boolean isHeld() {
        return held;
    }

    /** To be called once this process has the lease. */
    public void begin() {
        List<Runnable> due;
        synchronized (this) {
            held = true;
            due = List.copyOf(waiting);
            waiting.clear();
        }
        due.forEach(Runnable::run);
    }

    /** Does something as soon as this process may work. */
    void whenHeld(Runnable something) {
        synchronized (this) {
            if (!held) {
                waiting.add(something);
                return;
            }
        }
        something.run();
    }
}
