package dev.cooper.connection;

import dev.cooper.port.ContentPort;
import java.util.List;

/** What lies in a store's buckets, behind the store's guard. */
record GuardedContents(ContentPort delegate, StoreGuard guard) implements ContentPort {

    @Override
    public List<StoredObject> objects(String bucket) {
        return guard.call(() -> delegate.objects(bucket));
    }

    @Override
    public int delete(String bucket, List<StoredObject> objects) {
        return guard.call(() -> delegate.delete(bucket, objects));
    }

    @Override
    public List<Upload> uploads(String bucket) {
        return guard.call(() -> delegate.uploads(bucket));
    }

    @Override
    public void abort(String bucket, Upload upload) {
        guard.call(() -> {
            delegate.abort(bucket, upload);
            return "";
        });
    }
}
