package dev.cooper.faults;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Numbers the writes of a run, for all proxies together, and says which one is struck. */
final class Strikes {
    private static final long SOON_MILLIS = 200;

    private final Runnable killing;
    private final AtomicBoolean killDue = new AtomicBoolean();
    private final Map<String, Integer> occurrences = new HashMap<>();
    private final List<Done> done = new ArrayList<>();
    private String scope = "no run yet";
    private @Nullable Write target;
    private @Nullable Fault fault;
    private boolean struck;
    private boolean killed;
    private int askedSince;
    private long lastWrite;

    /**
     * Prepares the first run.
     *
     * @param killing ends the operator at once, and returns when it is dead
     */
    Strikes(Runnable killing) {
        this.killing = killing;
    }

    /** A write, and what befalls it. */
    record Strike(Write write, Optional<Fault> fault) {}

    /** A write that reached its server, with the HTTP status of the answer. */
    record Done(Write write, int status) {
        boolean succeeded() {
            return status >= 200 && status < 300;
        }
    }

    /**
     * Begins a run.
     *
     * @param newScope the namespace: a request concerns the run where its path contains this
     * @param newTarget the write to strike, or null for none
     */
    synchronized void begin(String newScope, @Nullable Write newTarget, @Nullable Fault newFault) {
        scope = newScope;
        target = newTarget;
        fault = newFault;
        struck = false;
        killed = false;
        askedSince = 0;
        lastWrite = System.nanoTime();
        occurrences.clear();
        done.clear();
    }

    /** Ends a run: what comes later is neither counted nor struck. */
    synchronized void end() {
        begin("between runs", null, null);
    }

    /** Takes down a request before it goes on. Where the operator was to live until its next request, it dies here. */
    Optional<Strike> arrived(Side side, HttpRequest request) {
        killIfDue();
        synchronized (this) {
            if (side != Side.API && request.target().contains(scope)) {
                askedSince++;
            }
            return Write.what(side, request, scope).map(what -> {
                Write write = new Write(side, what, occurrences.merge(side + what, 1, Integer::sum));
                return new Strike(write, strike(write));
            });
        }
    }

    private Optional<Fault> strike(Write write) {
        boolean hit = write.equals(target) || isRepetition(write);
        if (hit) {
            struck = true;
            askedSince = 0;
        }
        return hit ? Optional.ofNullable(fault) : Optional.empty();
    }

    /** The client's own repetition of a request that a store answered with 503. */
    private boolean isRepetition(Write write) {
        return target != null
                && fault == Fault.ERROR
                && write.side() == Side.S3
                && write.what().equals(target.what())
                && write.occurrence() == target.occurrence() + 1;
    }

    synchronized void answered(Strike strike, byte[] response) {
        String statusLine = new String(response, 0, Math.min(response.length, 12), StandardCharsets.ISO_8859_1);
        lastWrite = System.nanoTime();
        done.add(new Done(strike.write(), statusLine.length() < 12 ? 0 : Integer.parseInt(statusLine.substring(9))));
    }

    /** Ends the operator now. */
    void kill() {
        killing.run();
        synchronized (this) {
            killed = true;
        }
    }

    /** Ends the operator at its next request, or in a moment where it sends none. */
    void killSoon() {
        killDue.set(true);
        CompletableFuture.delayedExecutor(SOON_MILLIS, TimeUnit.MILLISECONDS).execute(this::killIfDue);
    }

    private void killIfDue() {
        if (killDue.getAndSet(false)) {
            kill();
        }
    }

    /** Whether the fault has come to pass, and the operator is dead if it is to be. */
    synchronized boolean struck() {
        return struck && (fault == null || !fault.kills() || killed);
    }

    /** Whether a store was asked about the run's resources after the strike. */
    synchronized boolean storeAskedSince() {
        return askedSince > 0;
    }

    synchronized boolean quietFor(Duration time) {
        return System.nanoTime() - lastWrite > time.toNanos();
    }

    /** The writes of the run that reached their servers, in their order. */
    synchronized List<Done> done() {
        return List.copyOf(done);
    }
}
