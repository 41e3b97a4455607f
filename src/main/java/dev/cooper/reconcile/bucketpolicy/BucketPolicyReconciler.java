package dev.cooper.reconcile.bucketpolicy;

import dev.cooper.api.Bucket;
import dev.cooper.api.BucketPolicy;
import dev.cooper.api.BucketPolicyStatus;
import dev.cooper.api.PolicyContribution;
import dev.cooper.api.PolicyRefusal;
import dev.cooper.plan.Refusal;
import dev.cooper.port.Failure;
import dev.cooper.reconcile.CachedResources;
import dev.cooper.reconcile.ErrorTelling;
import dev.cooper.reconcile.Pace;
import dev.cooper.reconcile.Recorder;
import dev.cooper.reconcile.Statuses;
import dev.cooper.status.Conditions;
import dev.cooper.status.Verdict;
import io.fabric8.kubernetes.api.model.Condition;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells in each BucketPolicy what its Bucket made of it. Writes to no store: only the Bucket's reconciler does. */
@ControllerConfiguration(name = "bucketpolicy", triggerReconcilerOnAllEvents = true)
public final class BucketPolicyReconciler implements Reconciler<BucketPolicy> {
    private final CachedResources resources;
    private final Conditions conditions;
    private final Recorder recorder;
    private final ErrorTelling errors;

    public BucketPolicyReconciler(
            CachedResources resources, Conditions conditions, Recorder recorder, ErrorTelling errors) {
        this.resources = resources;
        this.conditions = conditions;
        this.recorder = recorder;
        this.errors = errors;
    }

    @Override
    public List<EventSource<?, BucketPolicy>> prepareEventSources(EventSourceContext<BucketPolicy> context) {
        return List.of(
                resources.of(BucketPolicy.class).source(),
                resources
                        .of(Bucket.class)
                        .events(
                                "buckets",
                                (updated, old) -> !contributions(updated).equals(contributions(old)),
                                bucket -> resources
                                        .policiesOf(ResourceID.fromResource(bucket))
                                        .map(ResourceID::fromResource)
                                        .collect(Collectors.toSet())));
    }

    private static List<PolicyContribution> contributions(Bucket bucket) {
        return bucket.getStatus() == null || bucket.getStatus().contributions() == null
                ? List.of()
                : bucket.getStatus().contributions();
    }

    @Override
    public UpdateControl<BucketPolicy> reconcile(BucketPolicy policy, Context<BucketPolicy> context) {
        if (context.isPrimaryResourceDeleted() || policy.isMarkedForDeletion()) {
            return UpdateControl.noUpdate();
        }
        BucketPolicyStatus before = policy.statusOrEmpty();
        BucketPolicyStatus after = contribution(policy)
                .map(contribution -> told(policy, contribution))
                .orElseGet(() -> waiting(policy));
        if (after.equals(before)) {
            return UpdateControl.noUpdate();
        }
        return Statuses.write(context, policy, policy.onlyStatus(after), Pace.jittered(Pace.WAITING));
    }

    /** What the Bucket says of this very spec, once it is so on the store. */
    private Optional<PolicyContribution> contribution(BucketPolicy policy) {
        return resources.of(Bucket.class).get(CachedResources.bucketOf(policy)).stream()
                .flatMap(bucket -> contributions(bucket).stream())
                .filter(contribution -> contribution
                                .uid()
                                .equals(policy.getMetadata().getUid())
                        && contribution.generation().equals(policy.getMetadata().getGeneration())
                        && !contribution.awaitsWrite())
                .findFirst();
    }

    private BucketPolicyStatus told(BucketPolicy policy, PolicyContribution contribution) {
        List<Condition> before = policy.statusOrEmpty().conditions();
        Long generation = policy.getMetadata().getGeneration();
        List<Condition> after;
        if (contribution.refusals() == null) {
            after = conditions.ready(
                    before,
                    generation,
                    "Bucket %s carries it in its %s."
                            .formatted(
                                    policy.getSpec().bucketRef().name(),
                                    Objects.requireNonNull(contribution.mechanism())
                                                    .name()
                                                    .equals("ACL")
                                            ? "ACL"
                                            : "policy"));
        } else {
            Verdict verdict = Verdict.of(new Failure.Refused(contribution.refusals().stream()
                    .map(BucketPolicyReconciler::refusal)
                    .toList()));
            after = conditions.failed(before, generation, verdict);
            if (!after.equals(before)) {
                recorder.warning(policy, verdict.reason().name(), verdict.message());
            }
        }
        return new BucketPolicyStatus(
                generation,
                after,
                contribution.refusals() == null ? contribution.mechanism() : null,
                contribution.expressedAs(),
                contribution.refusals());
    }

    private static Refusal refusal(PolicyRefusal told) {
        Refusal.Kind kind =
                switch (told.kind()) {
                    case Unsupported -> Refusal.Kind.UNSUPPORTED;
                    case Invalid -> Refusal.Kind.INVALID;
                    case Public -> Refusal.Kind.PUBLIC;
                };
        return new Refusal(kind, told.path(), told.message());
    }

    private BucketPolicyStatus waiting(BucketPolicy policy) {
        Long generation = policy.getMetadata().getGeneration();
        Verdict verdict =
                Verdict.of(new Failure.NotInForce(policy.getSpec().bucketRef().name()));
        return new BucketPolicyStatus(
                generation,
                conditions.failed(policy.statusOrEmpty().conditions(), generation, verdict),
                null,
                null,
                null);
    }

    @Override
    public ErrorStatusUpdateControl<BucketPolicy> updateErrorStatus(
            BucketPolicy policy, Context<BucketPolicy> context, Exception exception) {
        BucketPolicyStatus before = policy.statusOrEmpty();
        return errors.tell(
                policy,
                context,
                exception,
                before.conditions(),
                after -> policy.onlyStatus(
                        before.withConditions(policy.getMetadata().getGeneration(), after)));
    }
}
