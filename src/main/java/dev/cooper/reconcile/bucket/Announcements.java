package dev.cooper.reconcile.bucket;

import dev.cooper.api.Bucket;
import dev.cooper.plan.Change;
import dev.cooper.reconcile.Metrics;
import dev.cooper.reconcile.Recorder;
import java.util.List;
import java.util.stream.Collectors;

/** Tells in events what was done to a bucket, and counts repairs. */
final class Announcements {
    private final Recorder recorder;
    private final Metrics metrics;

    Announcements(Recorder recorder, Metrics metrics) {
        this.recorder = recorder;
        this.metrics = metrics;
    }

    void converged(Bucket bucket, String store, Convergence.Known known, Convergence.Outcome outcome) {
        String changes = outcome.changes().stream().map(Change::summary).collect(Collectors.joining("; "));
        if (outcome.created()) {
            recorder.normal(bucket, "Created", sentence("Bucket \"" + bucket.bucketName() + "\" created", changes));
        } else if (known.claim() == null) {
            recorder.normal(bucket, "Adopted", sentence("Bucket \"" + bucket.bucketName() + "\" adopted", changes));
        } else if (!outcome.changes().isEmpty()) {
            if (known.wasReady()) {
                metrics.driftRepaired(store, outcome.changes().stream().map(Change::path));
                recorder.warning(bucket, "DriftRepaired", sentence(drift(outcome.changes()), changes));
            } else {
                recorder.normal(bucket, "Updated", sentence("Bucket updated", changes));
            }
        }
    }

    void deleted(Bucket bucket, long objects) {
        recorder.normal(
                bucket,
                "Deleted",
                sentence(
                        "Bucket \"" + bucket.bucketName() + "\" is gone",
                        objects == 0 ? "" : objects + " object(s) were deleted"));
    }

    private static String drift(List<Change> changes) {
        return "The bucket no longer was as "
                + changes.stream().map(Change::path).distinct().collect(Collectors.joining(" and "))
                + " says, and was repaired";
    }

    private static String sentence(String what, String changes) {
        return what + (changes.isEmpty() ? "." : ": " + changes + ".");
    }
}
