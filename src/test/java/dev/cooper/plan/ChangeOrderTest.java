package dev.cooper.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.BucketSpec;
import dev.cooper.api.GranteeGroup;
import dev.cooper.api.Permission;
import dev.cooper.plan.AclState.Grant;
import dev.cooper.plan.AclState.Grantee;
import dev.cooper.plan.Planner.Observed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What closes a bucket comes before what opens it, and what forbids a change comes after it. */
class ChangeOrderTest {
    private static final PublicAccessBlockState ALL_BLOCKED = new PublicAccessBlockState(true, true, true, true);
    private static final AclState PRIVATE = new AclState("owner", Set.of());
    private static final AclState PUBLIC =
            new AclState("owner", Set.of(new Grant(new Grantee.Group(GranteeGroup.AllUsers), Permission.READ)));

    @Test
    void aBlockIsLiftedBeforeTheAclOpens() {
        assertOrder(
                "{publicAccessBlock: {}, acl: {canned: public-read}}",
                Map.of(PublicAccessBlockFeature.INSTANCE, ALL_BLOCKED, AclFeature.INSTANCE, PRIVATE),
                "spec.publicAccessBlock",
                "spec.acl");
    }

    private static final String NAMED =
            "{Effect: Allow, Principal: {AWS: '1'}, Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*'}";

    @Test
    void aBlockIsLiftedBeforeAPolicyThatSomeStoresTakeForPublic() {
        assertOrder(
                "{publicAccessBlock: {}, policy: {Statement: " + NAMED + "}}",
                Map.of(PublicAccessBlockFeature.INSTANCE, ALL_BLOCKED, PolicyFeature.INSTANCE, PolicyState.NONE),
                "spec.publicAccessBlock",
                "spec.policy");
    }

    @Test
    void anOldPublicPolicyIsGoneBeforeItsBlockIsLifted() {
        PolicyState open = new PolicyState(Yaml.spec("policy: {Statement: " + NAMED.replace("{AWS: '1'}", "'*'") + "}")
                .policy());
        assertOrder(
                "{publicAccessBlock: {}, policy: {Statement: " + NAMED + "}}",
                Map.of(PublicAccessBlockFeature.INSTANCE, ALL_BLOCKED, PolicyFeature.INSTANCE, open),
                "spec.policy",
                "spec.publicAccessBlock",
                "spec.policy");
    }

    @Test
    void theAclClosesBeforeABlockIsLifted() {
        assertOrder(
                "{publicAccessBlock: {}, acl: {grants: []}}",
                Map.of(PublicAccessBlockFeature.INSTANCE, ALL_BLOCKED, AclFeature.INSTANCE, PUBLIC),
                "spec.acl",
                "spec.publicAccessBlock");
    }

    @Test
    void aBlockComesFirst() {
        assertOrder(
                "{publicAccessBlock: {ignorePublicAcls: true}, acl: {canned: private}}",
                Map.of(PublicAccessBlockFeature.INSTANCE, PublicAccessBlockState.NONE, AclFeature.INSTANCE, PUBLIC),
                "spec.publicAccessBlock",
                "spec.acl");
    }

    @Test
    void aclsAreEnabledBeforeTheyAreWritten() {
        OwnershipControlsState off = new OwnershipControlsState("BucketOwnerEnforced");
        for (String acl : List.of("{canned: public-read}", "{grants: [{grantee: {id: ann}, permission: READ}]}")) {
            assertOrder(
                    "{publicAccessBlock: {blockPublicPolicy: true}, ownershipControls: {objectOwnership: ObjectWriter}, acl: %s}"
                            .formatted(acl),
                    Map.of(
                            PublicAccessBlockFeature.INSTANCE, PublicAccessBlockState.NONE,
                            OwnershipControlsFeature.INSTANCE, off,
                            AclFeature.INSTANCE, PRIVATE),
                    "spec.publicAccessBlock",
                    "spec.ownershipControls",
                    "spec.acl");
        }
    }

    @Test
    void aclsAreTurnedOffOnceTheyGrantNothing() {
        assertOrder(
                "{ownershipControls: {objectOwnership: BucketOwnerEnforced}, acl: {canned: private}}",
                Map.of(OwnershipControlsFeature.INSTANCE, OwnershipControlsState.NONE, AclFeature.INSTANCE, PUBLIC),
                "spec.acl",
                "spec.ownershipControls");
    }

    private static void assertOrder(String yaml, Map<BucketFeature<?>, FeatureState> observed, String... paths) {
        BucketSpec spec = Yaml.spec(yaml);
        assertThat(Planner.plan(spec, new Observed(new HashMap<>(observed))))
                .extracting(Change::path)
                .containsExactly(paths);
    }
}
