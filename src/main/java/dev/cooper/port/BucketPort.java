package dev.cooper.port;

import dev.cooper.plan.BucketFeature;
import dev.cooper.plan.Change;
import dev.cooper.plan.FeatureState;
import java.util.List;

/** Buckets of one store. Every method is one request, and ends in a {@link StoreException} when the store says no. */
public interface BucketPort {

    /** Names of all buckets of the account. */
    List<String> names();

    /** Whether the bucket is there, as far as these credentials can see. */
    Presence head(String bucket);

    void create(String bucket);

    /** Creates a bucket whose versions can be locked, which it keeps for good. */
    void createWithObjectLock(String bucket);

    /** Removes an empty bucket; {@link Failure.NotEmpty} when it is not. */
    void delete(String bucket);

    <S extends FeatureState> S observe(String bucket, BucketFeature<S> feature);

    void apply(String bucket, Change change);

    /** Canonical id of the account that these credentials belong to. */
    String accountId();
}
