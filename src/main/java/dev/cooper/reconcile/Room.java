package dev.cooper.reconcile;

import java.util.concurrent.Semaphore;

/** Lets so many go on at once; whoever finds no room waits. */
final class Room {
    private final Semaphore places;

    Room(int places) {
        this.places = new Semaphore(places);
    }

    void run(Runnable work) {
        places.acquireUninterruptibly();
        try {
            work.run();
        } finally {
            places.release();
        }
    }
}
