package dev.cooper.reconcile.bucket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cooper.api.Bucket;
import dev.cooper.api.BucketStatus;
import dev.cooper.api.BucketStatus.Claim;
import dev.cooper.api.BucketStatus.PlannedChange;
import dev.cooper.plan.Planner;
import dev.cooper.plan.Planner.SectionDiff;
import dev.cooper.port.Presence;
import dev.cooper.status.Conditions;
import dev.cooper.status.Reason;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what the status of a Bucket tells, and puts what was found into the words of a status. */
final class BucketStatuses {
    private static final ObjectMapper JSON = new ObjectMapper();

    private BucketStatuses() {}

    static BucketStatus status(Bucket bucket) {
        return Objects.requireNonNullElse(bucket.getStatus(), BucketStatus.EMPTY);
    }

    /** The claim, if it was recorded for this very resource: a restored copy has another uid. */
    static Optional<Claim> claim(Bucket bucket) {
        return Optional.ofNullable(status(bucket).claim())
                .filter(claim -> claim.uid().equals(bucket.getMetadata().getUid()));
    }

    static boolean isReady(Bucket bucket) {
        return Conditions.isReady(status(bucket).conditions());
    }

    /** Whether it is Ready as its current spec says. */
    static boolean isSettled(Bucket bucket) {
        return speaksOfThisSpec(bucket) && isReady(bucket);
    }

    static boolean isKnownNotToConverge(Bucket bucket) {
        return speaksOfThisSpec(bucket)
                && Conditions.reason(status(bucket).conditions()).equals(Reason.NotConverging.name());
    }

    static boolean speaksOfThisSpec(Bucket bucket) {
        return Objects.equals(
                status(bucket).observedGeneration(), bucket.getMetadata().getGeneration());
    }

    /** The resource with nothing but its name and this status. */
    static Bucket only(Bucket bucket, BucketStatus status) {
        Bucket only = new Bucket();
        only.setMetadata(new ObjectMetaBuilder()
                .withName(bucket.getMetadata().getName())
                .withNamespace(bucket.getMetadata().getNamespace())
                .build());
        only.setStatus(status);
        return only;
    }

    static String readyMessage(Bucket bucket) {
        String managed = Planner.declared(bucket.getSpec()).stream()
                .map(feature -> feature.key())
                .collect(Collectors.joining(", "));
        return managed.isEmpty() ? "The bucket exists." : "The bucket exists; managed: " + managed + ".";
    }

    static @Nullable List<PlannedChange> planned(List<SectionDiff> changes) {
        return changes.isEmpty()
                ? null
                : changes.stream()
                        .map(change -> new PlannedChange(change.path(), json(change.current()), json(change.desired())))
                        .toList();
    }

    private static @Nullable JsonNode json(@Nullable Object section) {
        return section == null ? null : JSON.valueToTree(section);
    }

    /** Usage changes all the time; it is written anew once it has changed by a tenth, and first when there is any. */
    static BucketStatus.@Nullable Usage usage(BucketStatus.@Nullable Usage before, Optional<Presence.Usage> now) {
        if (now.isEmpty()) {
            return before;
        }
        Presence.Usage usage = now.get();
        if (before == null && usage.objects() == 0) {
            return null;
        }
        return before != null && isClose(before.objects(), usage.objects()) && isClose(before.bytes(), usage.bytes())
                ? before
                : new BucketStatus.Usage(usage.objects(), usage.bytes());
    }

    private static boolean isClose(long before, long now) {
        return before == now || (before > 0 && now > 0 && Math.abs(now - before) * 10 < before);
    }
}
