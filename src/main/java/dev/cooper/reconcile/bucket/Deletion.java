package dev.cooper.reconcile.bucket;

import dev.cooper.api.Bucket;
import dev.cooper.api.DeletionPolicy;
import dev.cooper.api.ObjectStore;
import dev.cooper.connection.Sessions;
import dev.cooper.connection.StoreSession;
import dev.cooper.port.Failure;
import dev.cooper.port.Presence;
import dev.cooper.port.StoreException;
import dev.cooper.reconcile.Recorder;
import dev.cooper.reconcile.StoreResolver;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;

/**
 * What deletionPolicy asks for once a Bucket is being deleted. A retained bucket has no finalizer, so its resource
 * goes without Cooper; the finalizer of any other goes when the bucket is gone, or was never ours.
 */
record Deletion(Sessions sessions, StoreResolver stores, Recorder recorder) {
    private static final String HOW_TO_LET_GO =
            "To let the bucket be and this resource go, say deletionPolicy: Retain.";

    UpdateControl<Bucket> run(Bucket bucket, Context<Bucket> context) {
        if (!bucket.hasFinalizer(context.getControllerConfiguration().getFinalizerName())) {
            return UpdateControl.noUpdate();
        }
        if (bucket.getSpec().deletionPolicy() == DeletionPolicy.Delete && isOurs(bucket)) {
            try {
                deleteBucket(bucket);
            } catch (StoreException e) {
                throw new StoreException(new Failure.DeletionBlocked(e.failure(), HOW_TO_LET_GO), e);
            }
        }
        context.resourceOperations().removeFinalizer();
        return UpdateControl.noUpdate();
    }

    /** Only a bucket whose recorded claim is this resource's is deleted. */
    private static boolean isOurs(Bucket bucket) {
        return BucketReconciler.claim(bucket).isPresent();
    }

    private void deleteBucket(Bucket bucket) {
        ObjectStore store = stores.resolve(
                bucket,
                bucket.getSpec().storeRef(),
                BucketReconciler.status(bucket).storeName());
        StoreResolver.requireReady(store);
        StoreSession session = sessions.on(store);
        String name = bucket.bucketName();
        switch (session.buckets().head(name)) {
            case Presence.Absent _ -> recorder.normal(bucket, "Deleted", "Bucket \"" + name + "\" was gone already.");
            case Presence.Forbidden _ -> throw new StoreException(new Failure.AccessDenied("HeadBucket", 403, ""));
            case Presence.Present present -> {
                long objects = present.usage().map(Presence.Usage::objects).orElse(0L);
                if (objects > 0) {
                    throw new StoreException(new Failure.NotEmpty(name, objects));
                }
                session.buckets().delete(name);
                recorder.normal(bucket, "Deleted", "Bucket \"" + name + "\" was empty and is deleted.");
            }
        }
    }
}
