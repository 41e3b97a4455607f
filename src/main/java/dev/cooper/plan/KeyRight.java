package dev.cooper.plan;

import dev.cooper.api.BucketAccess.Access;
import org.jspecify.annotations.Nullable;

/**
 * What a key may do with one bucket.
 *
 * @param bucket the bucket's name on the store
 * @param prefix what the keys of its objects must begin with, or null for all of them
 */
public record KeyRight(
        String bucket, Access access, @Nullable String prefix) {

    boolean reads() {
        return access == Access.Read || access == Access.ReadWrite;
    }

    boolean writes() {
        return access == Access.Write || access == Access.ReadWrite;
    }

    /** As statuses tell it: {@code ReadWrite receipts/reports/*}. */
    @Override
    public String toString() {
        return access + " " + bucket + "/" + (prefix == null ? "" : prefix) + "*";
    }
}
