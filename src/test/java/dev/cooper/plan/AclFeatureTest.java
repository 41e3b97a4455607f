package dev.cooper.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.BucketSpec;
import dev.cooper.api.CannedAcl;
import dev.cooper.api.GranteeGroup;
import dev.cooper.api.Permission;
import dev.cooper.api.Provider;
import dev.cooper.connection.Profiles;
import dev.cooper.plan.AclState.Grant;
import dev.cooper.plan.AclState.Grantee;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AclFeatureTest {
    private static final String OWNER = "the-owner";
    private static final Grantee ALL = new Grantee.Group(GranteeGroup.AllUsers);
    private static final Grantee ANN = new Grantee.User("ann");
    private static final Grantee BOB = new Grantee.User("bob");
    private static final Grant OWNERS = new Grant(new Grantee.User(OWNER), Permission.FULL_CONTROL);

    private static AclState observed(Grant... grants) {
        return new AclState(OWNER, Set.of(grants));
    }

    private static Grant grant(Grantee grantee, Permission permission) {
        return new Grant(grantee, permission);
    }

    private static BucketSpec grants(String... grants) {
        return Yaml.spec("{acl: {grants: [" + String.join(", ", grants) + "]}}");
    }

    private static String user(String id, String permission) {
        return "{grantee: {id: %s}, permission: %s}".formatted(id, permission);
    }

    @Nested
    class SameMeaning {
        @Test
        void orderDoesNotMatter() {
            AclState there = observed(OWNERS, grant(ANN, Permission.READ), grant(BOB, Permission.WRITE));
            assertSame(grants(user("ann", "READ"), user("bob", "WRITE")), there);
            assertSame(grants(user("bob", "WRITE"), user("ann", "READ")), there);
        }

        @Test
        void aGrantSaidTwiceIsSaidOnce() {
            assertSame(
                    grants(user("ann", "READ"), user("ann", "READ"), user("ann", "storage.objectReader")),
                    observed(OWNERS, grant(ANN, Permission.READ)));
        }

        @Test
        void fullControlIsTheFourOthersTogether() {
            Grant[] four =
                    EnumSet.of(Permission.READ, Permission.WRITE, Permission.READ_ACP, Permission.WRITE_ACP).stream()
                            .map(permission -> grant(ANN, permission))
                            .toArray(Grant[]::new);
            assertSame(grants(user("ann", "FULL_CONTROL")), observed(four));
            assertSame(
                    grants(
                            user("ann", "READ"),
                            user("ann", "WRITE"),
                            user("ann", "READ_ACP"),
                            user("ann", "WRITE_ACP")),
                    observed(OWNERS, grant(ANN, Permission.FULL_CONTROL)));
        }

        @Test
        void whatWouldOutliveFullControlIsNotLeftBehindIt() {
            AclState both = observed(grant(ANN, Permission.FULL_CONTROL), grant(ANN, Permission.READ));
            assertThat(AclFeature.INSTANCE.diff(grants(user("ann", "FULL_CONTROL")), both))
                    .containsExactly(new Change.SetGrants(OWNER, Set.of(grant(ANN, Permission.FULL_CONTROL))));
            assertSame(grants(user("ann", "FULL_CONTROL"), user("ann", "READ")), both);
        }

        @ParameterizedTest
        @CsvSource({
            "storage.admin,FULL_CONTROL",
            "storage.objectReader,READ",
            "storage.objectCreator,WRITE",
            "storage.policyReader,READ_ACP",
            "storage.policyWriter,WRITE_ACP"
        })
        void kakaocloudsRolesAreSynonyms(String role, Permission permission) {
            assertSame(grants(user("ann", role)), observed(OWNERS, grant(ANN, permission)));
        }

        @Test
        void whatTheOwnerHoldsDoesNotMatter() {
            assertSame(grants(), observed(OWNERS));
            assertSame(grants(), observed());
            assertSame(grants(), observed(grant(new Grantee.User(OWNER), Permission.READ)));
            assertSame(grants(user(OWNER, "FULL_CONTROL")), observed(OWNERS));
            assertSame(grants(user(OWNER, "READ")), observed(OWNERS));
        }

        @ParameterizedTest
        @EnumSource(CannedAcl.class)
        void aCannedAclIsItsGrants(CannedAcl canned) {
            BucketSpec spec = Yaml.spec("{acl: {canned: %s}}".formatted(canned.header()));
            Set<Grant> grants =
                    switch (canned) {
                        case PRIVATE -> Set.of(OWNERS);
                        case PUBLIC_READ -> Set.of(OWNERS, grant(ALL, Permission.READ));
                        case PUBLIC_READ_WRITE ->
                            Set.of(OWNERS, grant(ALL, Permission.READ), grant(ALL, Permission.WRITE));
                        case AUTHENTICATED_READ ->
                            Set.of(OWNERS, grant(new Grantee.Group(GranteeGroup.AuthenticatedUsers), Permission.READ));
                    };
            assertSame(spec, new AclState(OWNER, grants));
            assertThat(AclFeature.INSTANCE.diff(spec, observed(OWNERS, grant(ANN, Permission.READ_ACP))))
                    .containsExactly(new Change.SetCannedAcl(canned));
        }

        private static void assertSame(BucketSpec spec, AclState observed) {
            assertThat(AclFeature.INSTANCE.diff(spec, observed)).isEmpty();
        }
    }

    @Nested
    class Different {
        @Test
        void aGrantThatIsMissingIsAdded() {
            assertThat(AclFeature.INSTANCE.diff(grants(user("ann", "storage.objectReader")), observed(OWNERS)))
                    .containsExactly(new Change.SetGrants(OWNER, Set.of(grant(ANN, Permission.READ))));
        }

        @ParameterizedTest
        @ValueSource(strings = {"ann", "http://acs.example.com/groups/unknown"})
        void aGrantThatNobodyDeclaredIsRevoked(String grantee) {
            Grantee other = grantee.equals("ann") ? ANN : new Grantee.Other(grantee);
            assertThat(AclFeature.INSTANCE.diff(grants(), observed(OWNERS, grant(other, Permission.READ_ACP))))
                    .containsExactly(new Change.SetGrants(OWNER, Set.of()));
        }

        @Test
        void threeOfFourIsNotFullControl() {
            assertThat(AclFeature.INSTANCE.diff(
                            grants(user("ann", "FULL_CONTROL")),
                            observed(
                                    grant(ANN, Permission.READ),
                                    grant(ANN, Permission.WRITE),
                                    grant(ANN, Permission.READ_ACP))))
                    .containsExactly(new Change.SetGrants(OWNER, Set.of(grant(ANN, Permission.FULL_CONTROL))));
        }

        @Test
        void aUserNamedLikeAGroupIsNoGroup() {
            assertThat(AclFeature.INSTANCE.diff(
                            grants(user("AllUsers", "READ")), observed(OWNERS, grant(ALL, Permission.READ))))
                    .hasSize(1);
        }

        /** The owner's FULL_CONTROL is restated with every list, so that a list which names the owner says it twice. */
        @Test
        void theOwnerIsNotAmongTheOtherGrants() {
            assertThat(AclFeature.INSTANCE.diff(grants(user(OWNER, "READ"), user("ann", "WRITE")), observed(OWNERS)))
                    .containsExactly(new Change.SetGrants(OWNER, Set.of(grant(ANN, Permission.WRITE))));
        }

        @Test
        void permissionsGoOutByS3sNames() {
            Set<Permission> sent = Stream.of(Permission.values())
                    .map(permission -> AclFeature.INSTANCE
                            .diff(grants(user("ann", yaml(permission))), observed(OWNERS))
                            .getFirst())
                    .flatMap(change -> ((Change.SetGrants) change).grants().stream())
                    .map(Grant::permission)
                    .collect(Collectors.toSet());
            assertThat(sent)
                    .containsExactlyInAnyOrder(
                            Permission.FULL_CONTROL,
                            Permission.READ,
                            Permission.WRITE,
                            Permission.READ_ACP,
                            Permission.WRITE_ACP);
        }

        private static String yaml(Permission permission) {
            return io.fabric8.kubernetes.client.utils.Serialization.asJson(permission);
        }
    }

    @Nested
    class Initial {
        @Test
        void aCannedAclIsSetOnANewBucketWithoutLooking() {
            BucketSpec spec = Yaml.spec("{acl: {canned: public-read}}");
            assertThat(AclFeature.INSTANCE.initial(spec))
                    .hasValueSatisfying(unread -> assertThat(AclFeature.INSTANCE.diff(spec, unread))
                            .containsExactly(new Change.SetCannedAcl(CannedAcl.PUBLIC_READ)));
        }

        @Test
        void aPrivateAclIsLookedAtSinceANewBucketMostlyHasIt() {
            assertThat(AclFeature.INSTANCE.initial(Yaml.spec("{acl: {canned: private}}")))
                    .isEmpty();
        }

        @Test
        void grantsNeedTheOwnerWhomOnlyTheStoreKnows() {
            assertThat(AclFeature.INSTANCE.initial(grants())).isEmpty();
        }
    }

    @Nested
    class Refusals {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "3fa85f64-5717-4562-b3fc-2c963f66afa6 | KAKAOCLOUD |",
                    "3fa85f6457174562b3fc2c963f66afa6     | KAKAOCLOUD |",
                    "ann                                  | KAKAOCLOUD | the UUID of an IAM user",
                    "ann                                  | AWS        | a canonical user id",
                    "ann                                  | CEPH_RGW   |",
                    "tenant$ann                           | CEPH_RGW   |",
                    "ann                                  | GENERIC    |",
                })
        void anIdMustBeOneOfTheStore(String id, Provider provider, String expected) {
            var refusals = AclFeature.INSTANCE.refusals(grants(user("'" + id + "'", "READ")), Profiles.of(provider));
            if (expected == null) {
                assertThat(refusals).isEmpty();
            } else {
                assertThat(refusals).singleElement().satisfies(refusal -> {
                    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID);
                    assertThat(refusal.path()).isEqualTo("spec.acl.grants[0].grantee.id");
                    assertThat(refusal.message()).contains(id, expected);
                });
            }
        }

        @ParameterizedTest
        @CsvSource({
            "AllUsers,KAKAOCLOUD,true",
            "AuthenticatedUsers,KAKAOCLOUD,false",
            "LogDelivery,KAKAOCLOUD,false",
            "AuthenticatedUsers,CEPH_RGW,true",
            "LogDelivery,CEPH_RGW,false",
            "LogDelivery,AWS,true"
        })
        void aGroupMustBeOneOfTheStore(GranteeGroup group, Provider provider, boolean there) {
            var refusals = AclFeature.INSTANCE.refusals(
                    grants("{grantee: {group: %s}, permission: READ}".formatted(group)), Profiles.of(provider));
            if (there) {
                assertThat(refusals).isEmpty();
            } else {
                assertThat(refusals).singleElement().satisfies(refusal -> {
                    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNSUPPORTED);
                    assertThat(refusal.path()).isEqualTo("spec.acl.grants[0].grantee.group");
                    assertThat(refusal.message()).contains(group.name(), "it can to ");
                });
            }
        }

        @Test
        void eachWrongGrantIsNamedByItsPlace() {
            assertThat(AclFeature.INSTANCE.refusals(
                            grants(
                                    "{grantee: {group: LogDelivery}, permission: READ}",
                                    "{grantee: {group: AllUsers}, permission: READ}",
                                    user("ann", "READ")),
                            Profiles.of(Provider.KAKAOCLOUD)))
                    .extracting(Refusal::path)
                    .containsExactly("spec.acl.grants[0].grantee.group", "spec.acl.grants[2].grantee.id");
        }

        @Test
        void aCannedAclMustBeOneOfTheStore() {
            Profile without = Profiles.of(Provider.MINIO).withOverrides(java.util.Map.of("acl", true));
            assertThat(AclFeature.INSTANCE.refusals(Yaml.spec("{acl: {canned: public-read}}"), without))
                    .singleElement()
                    .satisfies(refusal -> {
                        assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNSUPPORTED);
                        assertThat(refusal.path()).isEqualTo("spec.acl.canned");
                        assertThat(refusal.message()).contains("public-read");
                    });
        }
    }
}
