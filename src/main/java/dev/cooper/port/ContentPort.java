package dev.cooper.port;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What lies in the buckets of one store, for those who want it gone. Lists always begin at the beginning, since what
 * was listed is deleted next.
 */
public interface ContentPort {

    /** Up to a thousand objects; where the store keeps versions, all versions and delete markers among them. */
    List<StoredObject> objects(String bucket);

    /**
     * Deletes objects for good, and goes on past those that the store keeps.
     *
     * @return how many are gone
     * @throws StoreException when the store keeps all of them
     */
    int delete(String bucket, List<StoredObject> objects);

    /** Up to a thousand unfinished multipart uploads. */
    List<Upload> uploads(String bucket);

    void abort(String bucket, Upload upload);

    /** An object, or one version or delete marker of it. */
    record StoredObject(String key, @Nullable String versionId) {}

    /** An unfinished multipart upload. */
    record Upload(String key, String id) {}
}
