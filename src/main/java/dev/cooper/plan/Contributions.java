package dev.cooper.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cooper.api.BucketSpec;
import dev.cooper.api.GrantSpec;
import dev.cooper.api.PolicyContribution;
import dev.cooper.api.PolicyExpression;
import dev.cooper.api.PolicyMechanism;
import dev.cooper.api.PolicyRefusal;
import dev.cooper.plan.PolicyCompiler.Compiled;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the BucketPolicies of a bucket add to its own acl and policy. Where the Bucket declares neither, what others put
 * there stays; what a BucketPolicy put there goes with it, told by the ids of statements and by the recorded grants.
 */
public final class Contributions {
    /** As many as a status may hold. */
    private static final int MAX = 100;

    private final BucketSpec own;
    private final Map<PolicySource, Compiled> compiled;
    /** What the store itself does not take, and so is left out. */
    private final Map<PolicySource, Refusal> rejected;

    private final List<PolicyContribution> recorded;

    private Contributions(
            BucketSpec own,
            Map<PolicySource, Compiled> compiled,
            Map<PolicySource, Refusal> rejected,
            List<PolicyContribution> recorded) {
        this.own = own;
        this.compiled = compiled;
        this.rejected = rejected;
        this.recorded = recorded;
    }

    /**
     * Compiles each BucketPolicy, and refuses those that contradict the Bucket or an older one.
     *
     * @param policies the oldest first
     * @param recorded what the Bucket's status says of them and of earlier ones
     */
    public static Contributions of(
            PolicyTarget target, List<PolicySource> policies, List<PolicyContribution> recorded) {
        Map<PolicySource, Compiled> compiled = new LinkedHashMap<>();
        Map<String, JsonNode> older = new LinkedHashMap<>();
        if (target.spec().policy() != null) {
            older.put("Bucket " + target.resource(), target.spec().policy());
        }
        for (PolicySource policy : policies.stream().limit(MAX).toList()) {
            Compiled one = withoutConflict(policy, PolicyCompiler.compile(target, policy), older);
            compiled.put(policy, one);
            if (one.expression() != null && one.expression().document() != null) {
                older.put("BucketPolicy " + policy.name(), one.expression().document());
            }
        }
        return new Contributions(target.spec(), compiled, Map.of(), recorded);
    }

    private static Compiled withoutConflict(PolicySource policy, Compiled compiled, Map<String, JsonNode> older) {
        PolicyExpression expression = compiled.expression();
        if (expression == null || expression.document() == null) {
            return compiled;
        }
        String path = policy.spec().document() == null ? "spec.grants" : "spec.document";
        JsonNode document = expression.document();
        List<Refusal> conflicts = older.entrySet().stream()
                .flatMap(entry -> PolicyConflict.of(path, document, entry.getValue(), entry.getKey()).stream())
                .toList();
        return conflicts.isEmpty() ? compiled : new Compiled(null, conflicts);
    }

    /** For a Bucket that no BucketPolicy names. */
    public static Contributions none(BucketSpec own) {
        return new Contributions(own, Map.of(), Map.of(), List.of());
    }

    /** Whether BucketPolicies have, or had, a part in it. */
    private boolean manages(PolicyMechanism mechanism) {
        return Stream.concat(
                        expressions().map(PolicyExpression::mechanism),
                        recorded.stream().map(PolicyContribution::mechanism))
                .anyMatch(mechanism::equals);
    }

    private Stream<PolicyExpression> expressions() {
        return contributors().stream().map(source -> Objects.requireNonNull(expression(source)));
    }

    private @Nullable PolicyExpression expression(PolicySource source) {
        return Objects.requireNonNull(compiled.get(source)).expression();
    }

    /** The BucketPolicies that are in it, the oldest first. */
    public List<PolicySource> contributors() {
        return compiled.entrySet().stream()
                .filter(entry -> entry.getValue().expression() != null && !rejected.containsKey(entry.getKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether a change to the bucket carries parts of BucketPolicies. */
    public boolean haveAPartIn(Change change) {
        return switch (change) {
            case Change.SetGrants _ -> expressions().anyMatch(part -> part.mechanism() == PolicyMechanism.ACL);
            case Change.SetPolicy _ -> expressions().anyMatch(part -> part.mechanism() == PolicyMechanism.Policy);
            default -> false;
        };
    }

    /** Whether the status says that this BucketPolicy is in force as it is now. */
    public boolean isInForce(PolicySource source) {
        return recordOf(source.uid())
                .filter(record -> record.expressedAs() != null
                        && !record.awaitsWrite()
                        && record.expressedAs().equals(expression(source)))
                .isPresent();
    }

    /** The same without some BucketPolicies, which the store does not take. */
    public Contributions without(Map<PolicySource, Refusal> more) {
        Map<PolicySource, Refusal> all = new LinkedHashMap<>(rejected);
        all.putAll(more);
        return new Contributions(own, compiled, all, recorded);
    }

    /**
     * Whether the status says of each BucketPolicy what is so now, so that a difference on the store is drift. What the
     * store did not take is tried again at each look, and is no news.
     */
    public boolean areRecorded() {
        List<PolicyContribution> now =
                records(source -> recordOf(source.uid())
                                .map(PolicyContribution::addedOrNone)
                                .orElse(List.of()))
                        .stream()
                        .map(next -> wasRejected(next) ? recordOf(next.uid()).orElseThrow() : next)
                        .toList();
        return now.equals(recorded);
    }

    private boolean wasRejected(PolicyContribution next) {
        return next.expressedAs() != null
                && recordOf(next.uid())
                        .filter(record -> record.generation().equals(next.generation())
                                && record.mechanism() == next.mechanism()
                                && record.refusals() != null)
                        .isPresent();
    }

    /**
     * The Bucket's spec with the parts of all BucketPolicies in it, and what the status must say.
     *
     * @param spec what the bucket shall be
     * @param ahead to be recorded before it is written, so that after a crash each part is known to whom it belongs
     * @param after to be recorded once it is written
     */
    public record Merged(BucketSpec spec, List<PolicyContribution> ahead, List<PolicyContribution> after) {}

    /** What the status says until then. */
    public List<PolicyContribution> recorded() {
        return recorded;
    }

    /** Merges the parts into what the Bucket declares, or else into what was observed. */
    public Merged onto(Planner.Observed observed) {
        AclParts acl =
                new AclParts(own.acl(), (AclState) observed.states().get(AclFeature.INSTANCE), expressions(), recorded);
        BucketSpec merged = own.withAccess(
                manages(PolicyMechanism.ACL) ? acl.merged() : own.acl(),
                manages(PolicyMechanism.Policy)
                        ? PolicyParts.merged(
                                own.policy(),
                                (PolicyState) observed.states().get(PolicyFeature.INSTANCE),
                                expressions(),
                                uids())
                        : own.policy());
        List<PolicyContribution> after = records(source -> acl.addedBy(expression(source)));
        return new Merged(merged, ahead(after), after);
    }

    private Set<String> uids() {
        return Stream.concat(
                        compiled.keySet().stream().map(PolicySource::uid),
                        recorded.stream().map(PolicyContribution::uid))
                .collect(Collectors.toSet());
    }

    private List<PolicyContribution> records(Function<PolicySource, List<GrantSpec>> added) {
        return compiled.entrySet().stream()
                .map(entry -> {
                    PolicySource source = entry.getKey();
                    PolicyExpression expression = entry.getValue().expression();
                    List<GrantSpec> grants = expression == null ? List.of() : added.apply(source);
                    Refusal byStore = rejected.get(source);
                    List<PolicyRefusal> refusals = Stream.concat(
                                    entry.getValue().refusals().stream(), Stream.ofNullable(byStore))
                            .map(Contributions::told)
                            .toList();
                    return new PolicyContribution(
                            source.name(),
                            source.uid(),
                            source.generation(),
                            null,
                            expression == null ? null : expression.mechanism(),
                            byStore == null ? expression : null,
                            grants.isEmpty() ? null : grants,
                            refusals.isEmpty() ? null : refusals);
                })
                .toList();
    }

    private static PolicyRefusal told(Refusal refusal) {
        PolicyRefusal.Kind kind =
                switch (refusal.kind()) {
                    case UNSUPPORTED -> PolicyRefusal.Kind.Unsupported;
                    case INVALID -> PolicyRefusal.Kind.Invalid;
                    case PUBLIC -> PolicyRefusal.Kind.Public;
                };
        return new PolicyRefusal(kind, refusal.path(), refusal.message());
    }

    /** Nothing that may be on the store is forgotten before it is known to be gone. */
    private List<PolicyContribution> ahead(List<PolicyContribution> after) {
        List<PolicyContribution> ahead = new ArrayList<>();
        for (PolicyContribution next : after) {
            Optional<PolicyContribution> before = recordOf(next.uid());
            if (wasRejected(next) && before.orElseThrow().addedOrNone().containsAll(next.addedOrNone())) {
                ahead.add(before.orElseThrow()); // which says already what may be there because of it
            } else if (next.expressedAs() == null) {
                ahead.add(before.filter(record -> record.expressedAs() != null).orElse(next));
            } else {
                ahead.add(before.filter(next::equals)
                        .orElseGet(() -> next.pending(union(
                                before.map(PolicyContribution::addedOrNone).orElse(List.of()), next.addedOrNone()))));
            }
        }
        Set<String> present = after.stream().map(PolicyContribution::uid).collect(Collectors.toSet());
        recorded.stream().filter(record -> !present.contains(record.uid())).forEach(ahead::add);
        return List.copyOf(ahead);
    }

    private static List<GrantSpec> union(List<GrantSpec> some, List<GrantSpec> others) {
        return Stream.concat(some.stream(), others.stream()).distinct().toList();
    }

    private Optional<PolicyContribution> recordOf(String uid) {
        return recorded.stream().filter(record -> record.uid().equals(uid)).findFirst();
    }
}
