package dev.cooper.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cooper.api.BucketPolicySpec;
import dev.cooper.api.ObjectReference;
import dev.cooper.api.Permission;
import dev.cooper.api.PolicyContribution;
import dev.cooper.api.PolicyGrant;
import dev.cooper.api.PolicyGrant.Access;
import dev.cooper.api.PolicyGrantee;
import dev.cooper.api.Provider;
import dev.cooper.api.PublicAccess;
import dev.cooper.connection.Profiles;
import dev.cooper.plan.AclState.Grant;
import dev.cooper.plan.AclState.Grantee;
import dev.cooper.plan.Planner.Observed;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** BucketPolicies come and go in any order, with crashes in between: what is on the bucket depends on those that are left. */
class ContributionsTest {
    private static final String OWNER = "00000000-0000-4000-8000-000000000000";
    private static final int POLICIES = 4;

    /**
     * A BucketPolicy comes, changes or goes.
     *
     * @param policy which of them
     * @param spec what it says from now on; null when it goes
     * @param crash how far the operator comes
     */
    record Step(int policy, @Nullable BucketPolicySpec spec, Crash crash) {}

    enum Crash {
        NEVER,
        BEFORE_WRITING,
        BEFORE_RECORDING
    }

    /** A bucket on a store, what its Bucket's status says, and how one reconciliation changes both. */
    private static final class World {
        private final PolicyTarget target;
        private final Map<Integer, BucketPolicySpec> policies = new HashMap<>();
        private Observed observed;
        private List<PolicyContribution> recorded = List.of();

        World(Provider provider, Observed foreign) {
            target = new PolicyTarget(
                    "receipts",
                    "shop-receipts",
                    Yaml.spec("{}"),
                    Profiles.of(provider),
                    PublicAccess.Denied,
                    new OwnIdentity(null, false),
                    Map.of());
            observed = foreign;
        }

        Contributions contributions() {
            List<PolicySource> sources = policies.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(entry -> new PolicySource("p" + entry.getKey(), "uid" + entry.getKey(), 1L, entry.getValue()))
                    .toList();
            return Contributions.of(target, sources, recorded);
        }

        void reconcile(Crash crash) {
            Contributions.Merged merged = contributions().onto(observed);
            List<Change> changes = Planner.plan(merged.spec(), observed);
            if (!changes.isEmpty()) {
                recorded = merged.ahead();
            }
            if (crash == Crash.BEFORE_WRITING) {
                return;
            }
            observed = changed(observed, changes);
            if (crash == Crash.NEVER) {
                recorded = merged.after();
            }
        }

        private static Observed changed(Observed before, List<Change> changes) {
            Map<BucketFeature<?>, FeatureState> states = new HashMap<>(before.states());
            for (Change change : changes) {
                switch (change) {
                    case Change.SetGrants c -> {
                        Set<Grant> grants = new HashSet<>(c.grants());
                        grants.add(new Grant(new Grantee.User(c.owner()), Permission.FULL_CONTROL));
                        states.put(AclFeature.INSTANCE, new AclState(c.owner(), grants));
                    }
                    case Change.SetPolicy c -> states.put(PolicyFeature.INSTANCE, new PolicyState(c.document()));
                    case Change.RemovePolicy _ -> states.put(PolicyFeature.INSTANCE, PolicyState.NONE);
                    default -> throw new IllegalStateException(change.summary());
                }
            }
            return new Observed(states);
        }

        Object meaning() {
            AclState acl = observed.of(AclFeature.INSTANCE);
            JsonNode policy = observed.of(PolicyFeature.INSTANCE).document();
            return List.of(AclState.meaning(acl.owner(), acl.grants()), policy == null ? "" : PolicyMeaning.of(policy));
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, POLICIES - 1),
                        specs().injectNull(0.4),
                        Arbitraries.of(Crash.class))
                .as(Step::new)
                .list()
                .ofMaxSize(12);
    }

    private static Arbitrary<BucketPolicySpec> specs() {
        Arbitrary<BucketPolicySpec> grants = Combinators.combine(
                        Arbitraries.of(uuid(1), uuid(2), uuid(3)), Arbitraries.of(Access.class))
                .as((user, access) ->
                        new PolicyGrant(new PolicyGrantee(null, user, null, null, null, null), access, null, null))
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(list -> new BucketPolicySpec(new ObjectReference("receipts"), list, null, null));
        Arbitrary<BucketPolicySpec> documents = Policies.any()
                .filter(document -> !document.isEmpty())
                .map(document -> ((ObjectNode) document.deepCopy()).put("Version", PolicyCompiler.VERSION))
                .map(document -> new BucketPolicySpec(new ObjectReference("receipts"), null, document, null));
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(3, grants), net.jqwik.api.Tuple.of(1, documents));
    }

    private static String uuid(int n) {
        return "00000000-0000-4000-8000-00000000000" + n;
    }

    @Provide
    Arbitrary<Observed> foreign() {
        Arbitrary<Set<Grant>> grants = Combinators.combine(
                        Arbitraries.of(uuid(1), uuid(2)), Arbitraries.of(Permission.READ, Permission.WRITE_ACP))
                .as((user, permission) -> new Grant(new Grantee.User(user), permission))
                .set()
                .ofMaxSize(2);
        return Combinators.combine(grants, Policies.any()).as((others, policy) -> {
            Set<Grant> all = new HashSet<>(others);
            all.add(new Grant(new Grantee.User(OWNER), Permission.FULL_CONTROL));
            return new Observed(Map.of(
                    AclFeature.INSTANCE,
                    new AclState(OWNER, all),
                    PolicyFeature.INSTANCE,
                    policy.isEmpty() ? PolicyState.NONE : new PolicyState(policy)));
        });
    }

    @Provide
    Arbitrary<Provider> providers() {
        return Arbitraries.of(Provider.KAKAOCLOUD, Provider.CEPH_RGW);
    }

    @Property
    void theOrderDoesNotMatter(
            @ForAll("providers") Provider provider,
            @ForAll("foreign") Observed foreign,
            @ForAll("steps") List<Step> steps) {
        World world = new World(provider, foreign);
        for (Step step : steps) {
            if (step.spec() == null) {
                world.policies.remove(step.policy());
            } else {
                world.policies.put(step.policy(), step.spec());
            }
            world.reconcile(step.crash());
        }
        world.reconcile(Crash.NEVER);
        World atOnce = new World(provider, foreign);
        atOnce.policies.putAll(world.policies);
        atOnce.reconcile(Crash.NEVER);
        assertThat(world.meaning()).isEqualTo(atOnce.meaning());
        assertAtRest(world);

        world.policies.clear();
        world.reconcile(Crash.NEVER);
        assertThat(world.meaning()).as("all gone").isEqualTo(new World(provider, foreign).meaning());
        assertThat(world.recorded).isEmpty();
    }

    /** Both mean the same to a store, so that the change from one to the other writes nothing. */
    @Example
    void whatIsSaidInOtherWordsIsNotLeftBehind() {
        BucketPolicySpec admin = grants(Access.Admin);
        BucketPolicySpec inParts = grants(Access.ReadWrite, Access.ReadPolicy, Access.WritePolicy);
        for (List<BucketPolicySpec> specs : List.of(List.of(admin, inParts), List.of(inParts, admin))) {
            World world = new World(
                    Provider.KAKAOCLOUD,
                    new Observed(Map.of(
                            AclFeature.INSTANCE,
                            new AclState(OWNER, Set.of(new Grant(new Grantee.User(OWNER), Permission.FULL_CONTROL))),
                            PolicyFeature.INSTANCE,
                            PolicyState.NONE)));
            for (BucketPolicySpec spec : specs) {
                world.policies.put(0, spec);
                world.reconcile(Crash.NEVER);
                assertAtRest(world);
            }
            world.policies.clear();
            world.reconcile(Crash.NEVER);
            assertThat(world.meaning()).isEqualTo(List.of(Set.of(), ""));
        }
    }

    private static BucketPolicySpec grants(Access... levels) {
        return new BucketPolicySpec(
                new ObjectReference("receipts"),
                Arrays.stream(levels)
                        .map(access -> new PolicyGrant(
                                new PolicyGrantee(null, uuid(1), null, null, null, null), access, null, null))
                        .toList(),
                null,
                null);
    }

    private static void assertAtRest(World world) {
        assertThat(world.contributions().areRecorded()).isTrue();
        assertThat(Planner.plan(world.contributions().onto(world.observed).spec(), world.observed))
                .isEmpty();
    }
}
