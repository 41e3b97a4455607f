package dev.cooper.reconcile.bucket;

import dev.cooper.api.AccessKey;
import dev.cooper.api.AccessKeyStatus;
import dev.cooper.api.Bucket;
import dev.cooper.api.BucketPolicy;
import dev.cooper.api.BucketPolicySpec;
import dev.cooper.api.ObjectReference;
import dev.cooper.api.ObjectStore;
import dev.cooper.api.PolicyContribution;
import dev.cooper.api.PolicyGrant;
import dev.cooper.connection.StoreSession;
import dev.cooper.plan.Contributions;
import dev.cooper.plan.KeyIdentity;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the BucketPolicies of a Bucket in a cache that a watch keeps fresh, and wakes the Bucket when they change. */
final class BucketPolicies {
    private static final Comparator<BucketPolicy> BY_AGE = Comparator.<BucketPolicy, String>comparing(
                    policy -> Objects.requireNonNullElse(policy.getMetadata().getCreationTimestamp(), ""))
            .thenComparing(policy -> policy.getMetadata().getName());

    private final InformerEventSource<BucketPolicy, Bucket> source;
    private final InformerEventSource<AccessKey, Bucket> keys;

    BucketPolicies(EventSourceContext<Bucket> context) {
        source = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(BucketPolicy.class, Bucket.class)
                        .withName("bucket-policies")
                        .withItemStore(CachedState.store())
                        .withOnUpdateFilter(Updates::matter)
                        .withSecondaryToPrimaryMapper(policy -> Set.of(bucketOf(policy)))
                        .build(),
                context);
        keys = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(AccessKey.class, Bucket.class)
                        .withName("granted-keys")
                        .withItemStore(CachedState.store())
                        .withOnUpdateFilter((updated, old) -> !identity(updated).equals(identity(old)))
                        .withSecondaryToPrimaryMapper(this::grantingTo)
                        .build(),
                context);
    }

    List<InformerEventSource<?, Bucket>> sources() {
        return List.of(source, keys);
    }

    /** The Buckets with a BucketPolicy that names this AccessKey. */
    private Set<ResourceID> grantingTo(AccessKey key) {
        return source.list(key.getMetadata().getNamespace(), policy -> keyNames(policy.getSpec())
                        .anyMatch(key.getMetadata().getName()::equals))
                .map(BucketPolicies::bucketOf)
                .collect(Collectors.toSet());
    }

    private static ResourceID bucketOf(BucketPolicy policy) {
        return new ResourceID(
                policy.getSpec().bucketRef().name(), policy.getMetadata().getNamespace());
    }

    private static Stream<String> keyNames(BucketPolicySpec spec) {
        return Objects.requireNonNullElse(spec.grants(), List.<PolicyGrant>of()).stream()
                .map(grant -> grant.to().accessKeyRef())
                .filter(Objects::nonNull)
                .map(ObjectReference::name);
    }

    private record Identified(@Nullable String store, KeyIdentity identity) {}

    private static Identified identity(AccessKey key) {
        AccessKeyStatus status = key.statusOrEmpty();
        if (key.isMarkedForDeletion()) {
            return new Identified(status.storeName(), KeyIdentity.MISSING);
        }
        if (status.principal() != null) {
            return new Identified(status.storeName(), new KeyIdentity.OwnUser(status.principal()));
        }
        return new Identified(status.storeName(), status.keyID() == null ? KeyIdentity.NOT_YET : KeyIdentity.COOPERS);
    }

    private Map<String, KeyIdentity> identities(List<PolicySource> policies, String namespace, String store) {
        Map<String, KeyIdentity> identities = new HashMap<>();
        policies.stream().flatMap(policy -> keyNames(policy.spec())).distinct().forEach(name -> keys.get(
                        new ResourceID(name, namespace))
                .map(BucketPolicies::identity)
                .map(key -> key.store() == null || key.store().equals(store)
                        ? key.identity()
                        : KeyIdentity.ofStore(key.store()))
                .ifPresent(identity -> identities.put(name, identity)));
        return identities;
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
                self(store, session),
                identities(policies, bucket.getMetadata().getNamespace(), session.name()));
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
        String user = store.getStatus() == null ? null : store.getStatus().userID();
        return new OwnIdentity(
                form == null || user == null ? null : form.arn(user).orElse(null),
                session.endpoint().startsWith("https:"));
    }
}
