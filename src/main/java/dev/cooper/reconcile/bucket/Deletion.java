package dev.cooper.reconcile.bucket;

import dev.cooper.api.ApiGroup;
import dev.cooper.api.Bucket;
import dev.cooper.api.DeletionPolicy;
import dev.cooper.connection.StoreSession;
import dev.cooper.plan.ObjectLockFeature;
import dev.cooper.port.ContentPort;
import dev.cooper.port.Failure;
import dev.cooper.port.Presence;
import dev.cooper.port.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Removes a bucket from its store, and all that it holds where that is asked for with both keys. Knows nothing of
 * Kubernetes but the resource.
 */
final class Deletion {
    /** Purging goes on in turns, so that progress is told and other resources have theirs. */
    private static final Duration TURN = Duration.ofSeconds(10);

    private final StoreSession session;
    private final Supplier<Bucket> latest;
    private final Clock clock;
    private final String name;

    /**
     * Prepares for one turn.
     *
     * @param latest the resource as it is now: whoever takes a key back stops the purge
     */
    Deletion(StoreSession session, Supplier<Bucket> latest, Clock clock) {
        this.session = session;
        this.latest = latest;
        this.clock = clock;
        this.name = latest.get().bucketName();
    }

    /**
     * How far a turn has come.
     *
     * @param deletedObjects by this and all turns before
     * @param finished whether the bucket is gone; if not, another turn is due, or a key was taken back
     */
    record Progress(long deletedObjects, boolean finished) {}

    Progress run(long deletedBefore) {
        boolean purges = latest.get().getSpec().deletionPolicy() == DeletionPolicy.Purge;
        if (purges && !isConfirmed()) {
            throw new StoreException(new Failure.PurgeNotConfirmed(name, deletedBefore));
        }
        return switch (session.buckets().head(name)) {
            case Presence.Absent _ -> new Progress(deletedBefore, true);
            case Presence.Forbidden _ -> throw new StoreException(new Failure.AccessDenied("HeadBucket", 403, ""));
            case Presence.Present _ when purges -> purge(deletedBefore);
            case Presence.Present present -> deleteEmpty(present);
        };
    }

    private Progress deleteEmpty(Presence.Present present) {
        long objects = present.usage().map(Presence.Usage::objects).orElse(0L);
        if (objects > 0) {
            throw new StoreException(new Failure.NotEmpty(name, objects));
        }
        try {
            session.buckets().delete(name);
        } catch (StoreException e) {
            throw e.failure() instanceof Failure.NotEmpty ? new StoreException(counted(), e) : e;
        }
        return new Progress(0, true);
    }

    /** Stores that do not tell how many objects there are at least list them. */
    private Failure counted() {
        return new Failure.NotEmpty(name, session.contents().objects(name).size());
    }

    private Progress purge(long deletedBefore) {
        ContentPort contents = session.contents();
        Instant end = clock.instant().plus(TURN);
        long deleted = deletedBefore;
        List<ContentPort.StoredObject> objects = contents.objects(name);
        while (!objects.isEmpty()) {
            try {
                deleted += contents.delete(name, objects);
            } catch (StoreException e) {
                if (!isLocked(e)) {
                    throw e;
                }
                if (deleted > deletedBefore) {
                    return new Progress(deleted, false);
                }
                throw new StoreException(new Failure.ObjectsLocked(name), e);
            }
            if (!isConfirmed() || clock.instant().isAfter(end)) {
                return new Progress(deleted, false);
            }
            objects = contents.objects(name);
        }
        List<ContentPort.Upload> uploads = contents.uploads(name);
        while (!uploads.isEmpty()) {
            for (ContentPort.Upload upload : uploads) {
                if (!isConfirmed()) {
                    return new Progress(deleted, false);
                }
                contents.abort(name, upload);
            }
            uploads = contents.uploads(name);
        }
        session.buckets().delete(name);
        return new Progress(deleted, true);
    }

    /** Whether a refusal to delete comes from object lock: stores say no more than that access was denied. */
    private boolean isLocked(StoreException refused) {
        return refused.failure() instanceof Failure.AccessDenied
                && session.offer().supports(ObjectLockFeature.INSTANCE)
                && session.buckets().observe(name, ObjectLockFeature.INSTANCE).enabled();
    }

    /** Whether both keys are there, at this moment. */
    private boolean isConfirmed() {
        Bucket bucket = latest.get();
        Map<String, String> annotations = bucket.getMetadata().getAnnotations();
        return bucket.getSpec().deletionPolicy() == DeletionPolicy.Purge
                && annotations != null
                && name.equals(annotations.get(ApiGroup.PURGE));
    }
}
