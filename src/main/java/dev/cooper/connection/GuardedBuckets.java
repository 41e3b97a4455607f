package dev.cooper.connection;

import dev.cooper.plan.BucketFeature;
import dev.cooper.plan.Change;
import dev.cooper.plan.FeatureState;
import dev.cooper.plan.ObjectLockFeature;
import dev.cooper.plan.Planner;
import dev.cooper.port.BucketPort;
import dev.cooper.port.Presence;
import java.util.List;

/** A store's buckets behind its guard, which also remembers what the store turned out to lack. */
record GuardedBuckets(BucketPort delegate, StoreGuard guard, LearnedLimits limits) implements BucketPort {

    @Override
    public List<String> names() {
        return guard.call(delegate::names);
    }

    @Override
    public Presence head(String bucket) {
        return guard.call(() -> delegate.head(bucket));
    }

    @Override
    public void create(String bucket) {
        guard.call(() -> {
            delegate.create(bucket);
            return "";
        });
    }

    @Override
    public void createWithObjectLock(String bucket) {
        limits.learning(
                ObjectLockFeature.INSTANCE,
                () -> guard.call(() -> {
                    delegate.createWithObjectLock(bucket);
                    return "";
                }));
    }

    @Override
    public void delete(String bucket) {
        guard.call(() -> {
            delegate.delete(bucket);
            return "";
        });
    }

    @Override
    public <S extends FeatureState> S observe(String bucket, BucketFeature<S> feature) {
        return limits.learning(feature, () -> guard.call(() -> delegate.observe(bucket, feature)));
    }

    @Override
    public void apply(String bucket, Change change) {
        limits.learning(
                Planner.featureOf(change),
                () -> guard.call(() -> {
                    delegate.apply(bucket, change);
                    return "";
                }));
    }

    @Override
    public String accountId() {
        return guard.call(delegate::accountId);
    }
}
