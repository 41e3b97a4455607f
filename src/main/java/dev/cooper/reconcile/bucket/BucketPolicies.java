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
import dev.cooper.reconcile.CachedResources;
import dev.cooper.reconcile.SharedCache;
import dev.cooper.reconcile.Updates;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
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

    private final CachedResources resources;
    private final SharedCache<AccessKey> keys;

    BucketPolicies(CachedResources resources) {
        this.resources = resources;
        this.keys = resources.of(AccessKey.class);
    }

    List<EventSource<?, Bucket>> sources() {
        return List.of(
                resources
                        .of(BucketPolicy.class)
                        .events("bucket-policies", Updates::matter, policy -> Set.of(CachedResources.bucketOf(policy))),
                keys.events(
                        "granted-keys", (updated, old) -> !identity(updated).equals(identity(old)), this::grantingTo));
    }

    /** The Buckets with a BucketPolicy that names this AccessKey. */
    private Set<ResourceID> grantingTo(AccessKey key) {
        return resources
                .all(BucketPolicy.class)
                .filter(policy -> key.getMetadata()
                        .getNamespace()
                        .equals(policy.getMetadata().getNamespace()))
                .filter(policy ->
                        keyNames(policy.getSpec()).anyMatch(key.getMetadata().getName()::equals))
                .map(CachedResources::bucketOf)
                .collect(Collectors.toSet());
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
    Contributions of(Bucket bucket, ObjectStore store, StoreSession session) {
        List<PolicySource> sources = resources
                .policiesOf(ResourceID.fromResource(bucket))
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
                identities(sources, bucket.getMetadata().getNamespace(), session.name()));
        return Contributions.of(target, sources, recorded == null ? List.of() : recorded);
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
