package dev.cooper.reconcile.bucket;

import dev.cooper.api.Bucket;
import dev.cooper.api.BucketPolicy;
import dev.cooper.api.ObjectStore;
import dev.cooper.api.PolicyContribution;
import dev.cooper.connection.StoreSession;
import dev.cooper.plan.Contributions;
import dev.cooper.plan.Lockout;
import dev.cooper.plan.OwnIdentity;
import dev.cooper.plan.PolicySource;
import dev.cooper.plan.PolicyTarget;
import dev.cooper.plan.Profile.Principals;
import dev.cooper.plan.Refusal;
import dev.cooper.reconcile.CachedState;
import dev.cooper.reconcile.Updates;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Finds the BucketPolicies of a Bucket in a cache that a watch keeps fresh, and wakes the Bucket when they change. */
final class BucketPolicies {
    private static final Comparator<BucketPolicy> BY_AGE = Comparator.<BucketPolicy, String>comparing(
                    policy -> Objects.requireNonNullElse(policy.getMetadata().getCreationTimestamp(), ""))
            .thenComparing(policy -> policy.getMetadata().getName());

    private final InformerEventSource<BucketPolicy, Bucket> source;

    BucketPolicies(EventSourceContext<Bucket> context) {
        source = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(BucketPolicy.class, Bucket.class)
                        .withName("bucket-policies")
                        .withItemStore(CachedState.store())
                        .withOnUpdateFilter(Updates::matter)
                        .withSecondaryToPrimaryMapper(policy -> Set.of(new ResourceID(
                                policy.getSpec().bucketRef().name(),
                                policy.getMetadata().getNamespace())))
                        .build(),
                context);
    }

    InformerEventSource<BucketPolicy, Bucket> source() {
        return source;
    }

    /** What the BucketPolicies of a Bucket add to it. */
    Contributions of(Bucket bucket, ObjectStore store, StoreSession session, Context<Bucket> context) {
        List<PolicySource> policies = context.getSecondaryResources(BucketPolicy.class).stream()
                .filter(policy -> !policy.isMarkedForDeletion())
                .sorted(BY_AGE)
                .map(BucketPolicies::source)
                .toList();
        List<PolicyContribution> recorded = BucketStatuses.status(bucket).contributions();
        PolicyTarget target = new PolicyTarget(
                bucket.getMetadata().getName(),
                bucket.bucketName(),
                bucket.getSpec(),
                session.offer(),
                session.publicAccess(),
                self(store, session));
        return Contributions.of(target, policies, recorded == null ? List.of() : recorded);
    }

    private static PolicySource source(BucketPolicy policy) {
        return new PolicySource(
                policy.getMetadata().getName(),
                policy.getMetadata().getUid(),
                policy.getMetadata().getGeneration(),
                policy.getSpec());
    }

    /** Why the Bucket's own policy must not be sent. */
    static Optional<Refusal> lockout(Bucket bucket, ObjectStore store, StoreSession session) {
        return bucket.getSpec().policy() == null
                ? Optional.empty()
                : Lockout.refusal("spec.policy", bucket.getSpec().policy(), bucket.bucketName(), self(store, session));
    }

    private static OwnIdentity self(ObjectStore store, StoreSession session) {
        Principals.Form form = session.profile().policy().principals().userID();
        String user = store.getStatus() == null ? null : store.getStatus().accountID();
        return new OwnIdentity(
                form == null || user == null ? null : form.arn(user).orElse(null),
                session.endpoint().startsWith("https:"));
    }
}
