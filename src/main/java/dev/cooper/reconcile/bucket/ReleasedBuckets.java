package dev.cooper.reconcile.bucket;

import dev.cooper.api.Bucket;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.List;
import java.util.Set;

/** Wakes the resources that waited for a bucket that another one held. */
final class ReleasedBuckets extends AbstractEventSource<Void, Bucket> {
    ReleasedBuckets() {
        super(Void.class, "released-buckets");
    }

    void announce(List<ResourceID> waiting) {
        waiting.forEach(id -> getEventHandler().handleEvent(new Event(id)));
    }

    @Override
    public Set<Void> getSecondaryResources(Bucket primary) {
        return Set.of();
    }
}
