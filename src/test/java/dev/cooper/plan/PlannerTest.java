package dev.cooper.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.api.BucketSpec;
import dev.cooper.api.ObjectStoreSpec;
import dev.cooper.api.Permission;
import dev.cooper.api.Provider;
import dev.cooper.api.PublicAccess;
import dev.cooper.connection.Profiles;
import dev.cooper.plan.Planner.Observed;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlannerTest {
    private static final String NAME = "shop-receipts";
    private static final BucketSpec NOTHING = Yaml.spec("{}");

    private static final BucketSpec EVERYTHING = Yaml.spec("""
            encryption: {algorithm: AES256}
            versioning: {status: Enabled}
            objectLock: {enabled: true}
            tags: [{key: team, value: shop}]
            cors: {rules: [{allowedOrigins: ['*'], allowedMethods: [GET]}]}
            lifecycle: {rules: [{id: drafts, status: Enabled, expiration: {days: 7}}]}
            logging: {targetBucket: shop-logs}
            publicAccessBlock: {blockPublicAcls: true}
            acl: {canned: private}
            ownershipControls: {objectOwnership: BucketOwnerEnforced}
            policy: {Statement: {Effect: Deny, Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::shop-receipts/x'}}
            """);

    private static final AclState.Grant STRANGERS_READ =
            new AclState.Grant(new AclState.Grantee.User("a-stranger"), Permission.READ);

    private static List<Refusal> refusals(String name, BucketSpec spec, Provider provider) {
        return Planner.refusals(name, spec, Profiles.of(provider), PublicAccess.Allowed);
    }

    private static List<Refusal> refusals(BucketSpec spec, Provider provider) {
        return refusals(NAME, spec, provider);
    }

    @Nested
    class Features {
        @ParameterizedTest
        @EnumSource(Provider.class)
        void everyStoreTakesABucketThatManagesNothing(Provider provider) {
            assertThat(refusals(NOTHING, provider)).isEmpty();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "KAKAOCLOUD | spec.versioning,spec.objectLock,spec.tags,spec.cors,spec.publicAccessBlock,spec.ownershipControls,spec.policy",
                    "AWS        |",
                    "GENERIC    | spec.publicAccessBlock",
                    "CEPH_RGW   | spec.logging,spec.ownershipControls",
                    "MINIO      | spec.logging,spec.cors,spec.publicAccessBlock,spec.acl,spec.ownershipControls",
                })
        void aFeatureThatTheProfileLacksIsRefusedByItsPath(Provider provider, String paths) {
            assertThat(refusals(EVERYTHING, provider))
                    .allMatch(refusal -> refusal.kind() == Refusal.Kind.UNSUPPORTED)
                    .extracting(Refusal::path)
                    .containsExactly(paths == null ? new String[0] : paths.split(","));
        }

        @Test
        void theRefusalSaysWhereToOverride() {
            assertThat(refusals(EVERYTHING, Provider.CEPH_RGW))
                    .extracting(Refusal::message)
                    .contains("a ceph-rgw store has no logging: remove the field, or say logging: true in the"
                            + " ObjectStore's spec.capabilities if this one has it");
        }

        @Test
        void capabilitiesOverrideBothWays() {
            Profile overridden = Profiles.of(Provider.CEPH_RGW)
                    .withOverrides(Map.of("logging", true, "ownershipControls", true, "acl", false));
            assertThat(Planner.refusals(NAME, EVERYTHING, overridden, PublicAccess.Denied))
                    .extracting(Refusal::path)
                    .containsExactly("spec.acl");
            assertThat(refusals(EVERYTHING, Provider.CEPH_RGW))
                    .as("the profile itself stays as it is")
                    .extracting(Refusal::path)
                    .containsExactly("spec.logging", "spec.ownershipControls");
        }

        @Test
        void anOverrideThatSaysWhatTheProfileSaysChangesNothing() {
            Profile profile = Profiles.of(Provider.MINIO);
            assertThat(profile.withOverrides(Map.of("acl", false, "lifecycle", true)))
                    .isEqualTo(profile);
        }

        @Test
        void theCrdKnowsTheNamesOfAllFeatures() {
            String names =
                    Planner.FEATURES.stream().map(BucketFeature::key).collect(Collectors.joining("', '", "['", "']"));
            assertThat(Arrays.stream(ObjectStoreSpec.class.getAnnotationsByType(ValidationRule.class))
                            .filter(rule -> rule.fieldPath().equals(".capabilities"))
                            .map(ValidationRule::value))
                    .singleElement()
                    .asString()
                    .endsWith("name in " + names + ")");
        }
    }

    @Nested
    class Names {
        @ParameterizedTest
        @CsvSource({"KAKAOCLOUD,4,63", "AWS,3,63", "CEPH_RGW,3,63", "MINIO,3,63", "GENERIC,3,63"})
        void lengthsAreTheStores(Provider provider, int shortest, int longest) {
            assertThat(refusals("x".repeat(shortest), NOTHING, provider)).isEmpty();
            assertThat(refusals("x".repeat(longest), NOTHING, provider)).isEmpty();
            for (int length : List.of(shortest - 1, longest + 1)) {
                assertThat(refusals("x".repeat(length), NOTHING, provider))
                        .singleElement()
                        .satisfies(refusal -> {
                            assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID);
                            assertThat(refusal.path()).isEqualTo("spec.bucketName");
                            assertThat(refusal.message())
                                    .contains("has " + length + " characters", shortest + " to " + longest);
                        });
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"v1_ext", "swagger", "status", "ping", "info"})
        void kakaocloudKeepsSomeForItself(String name) {
            assertThat(refusals(name, NOTHING, Provider.KAKAOCLOUD))
                    .singleElement()
                    .satisfies(refusal -> {
                        assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID);
                        assertThat(refusal.path()).isEqualTo("spec.bucketName");
                        assertThat(refusal.message()).contains(name, "reserved", "choose another name");
                    });
            assertThat(refusals(name, NOTHING, Provider.GENERIC)).isEmpty();
            assertThat(refusals(name + "2", NOTHING, Provider.KAKAOCLOUD)).isEmpty();
        }
    }

    @Nested
    class PublicGuards {
        private static final String CANNED = "acl: {canned: public-read}, allowPublic: %s";
        private static final String POLICY =
                "policy: {Statement: [{Effect: Deny, Principal: '*', Action: a, Resource: r},"
                        + " {Effect: Allow, Principal: {AWS: ['1', '*']}, Action: a, Resource: r}]}, allowPublic: %s";
        private static final String GROUP =
                "acl: {grants: [{grantee: {id: u}, permission: READ}, {grantee: {group: AllUsers}, permission: READ}]},"
                        + " allowPublic: %s";

        @ParameterizedTest
        @CsvSource({"true,Allowed", "true,Denied", "false,Allowed", "false,Denied"})
        void bothWordsMustBeSaid(boolean allowPublic, PublicAccess publicAccess) {
            assertGuarded(CANNED, "spec.acl.canned", allowPublic, publicAccess);
            assertGuarded(GROUP, "spec.acl.grants[1].grantee.group", allowPublic, publicAccess);
            assertGuarded(POLICY, "spec.policy.Statement[1].Principal", allowPublic, publicAccess);
        }

        private static void assertGuarded(String yaml, String path, boolean allowPublic, PublicAccess publicAccess) {
            List<Refusal> refusals = Planner.refusals(
                    NAME,
                    Yaml.spec("{" + yaml.formatted(allowPublic) + "}"),
                    Profiles.of(Provider.GENERIC),
                    publicAccess);
            if (allowPublic && publicAccess == PublicAccess.Allowed) {
                assertThat(refusals).isEmpty();
                return;
            }
            assertThat(refusals).singleElement().satisfies(refusal -> {
                assertThat(refusal.kind()).isEqualTo(Refusal.Kind.PUBLIC);
                assertThat(refusal.path()).isEqualTo(path);
                assertThat(refusal.message())
                        .contains(allowPublic ? "publicAccess: Denied" : "say allowPublic: true in the Bucket");
            });
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "{acl: {canned: private}}",
                    "{acl: {grants: []}}",
                    "{acl: {grants: [{grantee: {id: u}, permission: FULL_CONTROL}]}}",
                    "{acl: {grants: [{grantee: {group: LogDelivery}, permission: WRITE}]}}"
                })
        void whatNamesNobodyButUsersAndTheLogServiceIsNotPublic(String yaml) {
            assertThat(Planner.refusals(NAME, Yaml.spec(yaml), Profiles.of(Provider.GENERIC), PublicAccess.Denied))
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{acl: {canned: public-read}}",
                    "{acl: {canned: public-read-write}}",
                    "{acl: {canned: authenticated-read}}",
                    "{acl: {grants: [{grantee: {group: AllUsers}, permission: READ_ACP}]}}",
                    "{acl: {grants: [{grantee: {group: AuthenticatedUsers}, permission: READ}]}}"
                })
        void whatOpensTheBucketToPeopleWhomNobodyNamedIsPublic(String yaml) {
            assertThat(Planner.refusals(NAME, Yaml.spec(yaml), Profiles.of(Provider.GENERIC), PublicAccess.Denied))
                    .extracting(Refusal::kind)
                    .containsExactly(Refusal.Kind.PUBLIC);
        }
    }

    @Nested
    class Plans {
        @Test
        void changesComeInTheOrderOfTheFeatures() {
            assertThat(Planner.plan(
                            EVERYTHING,
                            new Observed(Map.ofEntries(
                                    Map.entry(AclFeature.INSTANCE, new AclState("owner", Set.of(STRANGERS_READ))),
                                    Map.entry(VersioningFeature.INSTANCE, VersioningState.NONE),
                                    Map.entry(TagsFeature.INSTANCE, TagsState.NONE),
                                    Map.entry(CorsFeature.INSTANCE, CorsState.NONE),
                                    Map.entry(PublicAccessBlockFeature.INSTANCE, PublicAccessBlockState.NONE),
                                    Map.entry(ObjectLockFeature.INSTANCE, ObjectLockState.NONE),
                                    Map.entry(OwnershipControlsFeature.INSTANCE, OwnershipControlsState.NONE),
                                    Map.entry(PolicyFeature.INSTANCE, PolicyState.NONE),
                                    Map.entry(LoggingFeature.INSTANCE, LoggingState.OFF),
                                    Map.entry(LifecycleFeature.INSTANCE, LifecycleState.NONE),
                                    Map.entry(EncryptionFeature.INSTANCE, EncryptionState.NONE)))))
                    .extracting(Change::path)
                    .containsExactly(
                            "spec.encryption",
                            "spec.versioning",
                            "spec.objectLock",
                            "spec.tags",
                            "spec.lifecycle",
                            "spec.logging",
                            "spec.cors",
                            "spec.publicAccessBlock",
                            "spec.acl",
                            "spec.ownershipControls",
                            "spec.policy");
        }

        @Test
        void whatIsNotDeclaredIsLeftAlone() {
            Map<BucketFeature<?>, FeatureState> elsewhere = Map.of(
                    EncryptionFeature.INSTANCE, new EncryptionState("aws:kms", "a-key", true),
                    LoggingFeature.INSTANCE, new LoggingState("shop-logs", "x/"));
            assertThat(Planner.plan(NOTHING, new Observed(elsewhere))).isEmpty();
            assertThat(Planner.declared(NOTHING)).isEmpty();
        }

        @Test
        void whatWasNotObservedIsNotPlanned() {
            assertThat(Planner.plan(EVERYTHING, new Observed(Map.of(LoggingFeature.INSTANCE, LoggingState.OFF))))
                    .extracting(Change::path)
                    .containsExactly("spec.logging");
        }

        @Test
        void askingForAFeatureThatWasNotObservedIsAMistake() {
            Observed nothing = new Observed(Map.of());
            assertThatThrownBy(() -> nothing.of(AclFeature.INSTANCE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("acl");
        }
    }
}
