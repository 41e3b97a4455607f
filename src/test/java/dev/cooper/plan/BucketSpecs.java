package dev.cooper.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cooper.api.AclSpec;
import dev.cooper.api.AdoptionPolicy;
import dev.cooper.api.BucketSpec;
import dev.cooper.api.BucketTag;
import dev.cooper.api.CannedAcl;
import dev.cooper.api.CorsRule;
import dev.cooper.api.CorsSpec;
import dev.cooper.api.DeletionPolicy;
import dev.cooper.api.EncryptionSpec;
import dev.cooper.api.EncryptionSpec.Algorithm;
import dev.cooper.api.GrantSpec;
import dev.cooper.api.LifecycleSpec;
import dev.cooper.api.LoggingSpec;
import dev.cooper.api.ManagementPolicy;
import dev.cooper.api.ObjectLockSpec;
import dev.cooper.api.ObjectLockSpec.DefaultRetention;
import dev.cooper.api.ObjectLockSpec.Mode;
import dev.cooper.api.OwnershipControlsSpec;
import dev.cooper.api.OwnershipControlsSpec.ObjectOwnership;
import dev.cooper.api.Permission;
import dev.cooper.api.PublicAccessBlockSpec;
import dev.cooper.api.VersioningSpec;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Builders;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** Random specs of Buckets: the API server takes each, and a store takes all that its {@link Offer} names. */
public final class BucketSpecs {
    private static final double ABSENT = 0.3;

    private BucketSpecs() {}

    /** Specs with any of the sections on offer, and the CRD's defaults. What makes a bucket public also says so. */
    public static Arbitrary<BucketSpec> of(Offer offer) {
        return Builders.withBuilder(Sections::new)
                .use(section(offer, AclFeature.INSTANCE, acl(offer)))
                .inSetter((sections, acl) -> sections.acl = acl)
                .use(section(offer, EncryptionFeature.INSTANCE, encryption(offer)))
                .inSetter((sections, encryption) -> sections.encryption = encryption)
                .use(section(offer, LifecycleFeature.INSTANCE, lifecycle(offer)))
                .inSetter((sections, lifecycle) -> sections.lifecycle = lifecycle)
                .use(section(offer, LoggingFeature.INSTANCE, logging(offer)))
                .inSetter((sections, logging) -> sections.logging = logging)
                .use(section(offer, VersioningFeature.INSTANCE, versioning()))
                .inSetter((sections, versioning) -> sections.versioning = versioning)
                .use(section(offer, ObjectLockFeature.INSTANCE, objectLock()))
                .inSetter((sections, objectLock) -> sections.objectLock = objectLock)
                .use(section(offer, TagsFeature.INSTANCE, tags()))
                .inSetter((sections, tags) -> sections.tags = tags)
                .use(section(offer, CorsFeature.INSTANCE, cors()))
                .inSetter((sections, cors) -> sections.cors = cors)
                .use(section(offer, PublicAccessBlockFeature.INSTANCE, publicAccessBlock()))
                .inSetter((sections, block) -> sections.publicAccessBlock = block)
                .use(section(offer, OwnershipControlsFeature.INSTANCE, ownershipControls()))
                .inSetter((sections, ownership) -> sections.ownershipControls = ownership)
                .use(section(offer, PolicyFeature.INSTANCE, Policies.any()))
                .inSetter((sections, policy) -> sections.policy = policy)
                .build(Sections::spec);
    }

    private static final class Sections {
        @Nullable
        AclSpec acl;

        @Nullable
        EncryptionSpec encryption;

        @Nullable
        LifecycleSpec lifecycle;

        @Nullable
        LoggingSpec logging;

        @Nullable
        VersioningSpec versioning;

        @Nullable
        List<BucketTag> tags;

        @Nullable
        CorsSpec cors;

        @Nullable
        PublicAccessBlockSpec publicAccessBlock;

        @Nullable
        ObjectLockSpec objectLock;

        @Nullable
        OwnershipControlsSpec ownershipControls;

        @Nullable
        JsonNode policy;

        /** What opens a bucket and a block of it do not go together. */
        private @Nullable PublicAccessBlockSpec consistent(@Nullable PublicAccessBlockSpec block) {
            return block == null
                    ? null
                    : new PublicAccessBlockSpec(
                            isPublic(acl) ? Boolean.FALSE : block.blockPublicAcls(),
                            block.ignorePublicAcls(),
                            isPublic(policy) ? Boolean.FALSE : block.blockPublicPolicy(),
                            block.restrictPublicBuckets());
        }

        /** Where ACLs are turned off, none may grant anything. */
        private @Nullable AclSpec consistent(@Nullable AclSpec declared) {
            return declared != null
                            && ownershipControls != null
                            && ownershipControls.objectOwnership() == ObjectOwnership.BucketOwnerEnforced
                    ? new AclSpec(null, List.of())
                    : declared;
        }

        /** Object lock needs versions. */
        private @Nullable VersioningSpec consistent(@Nullable VersioningSpec declared) {
            return declared != null && objectLock != null
                    ? new VersioningSpec(VersioningSpec.Status.Enabled)
                    : declared;
        }

        BucketSpec spec() {
            acl = consistent(acl);
            return new BucketSpec(
                    null,
                    null,
                    acl,
                    encryption,
                    lifecycle,
                    logging,
                    consistent(versioning),
                    objectLock,
                    tags,
                    cors,
                    consistent(publicAccessBlock),
                    ownershipControls,
                    policy,
                    (isPublic(acl) || isPublic(policy)) ? true : null,
                    ManagementPolicy.Manage,
                    AdoptionPolicy.Never,
                    DeletionPolicy.Retain,
                    null,
                    null);
        }
    }

    private static boolean isPublic(@Nullable JsonNode policy) {
        return policy != null && PolicyGrammar.publicElement("policy", policy) != null;
    }

    private static boolean isPublic(@Nullable AclSpec acl) {
        if (acl == null) {
            return false;
        }
        return acl.canned() != null
                ? acl.canned() != CannedAcl.PRIVATE
                : acl.grants() != null && acl.grants().stream().anyMatch(grant -> Offer.isPublic(grant.grantee()));
    }

    private static <T> Arbitrary<@Nullable T> section(Offer offer, BucketFeature<?> feature, Arbitrary<T> section) {
        return section.injectNull(offer.features().contains(feature) ? ABSENT : 1);
    }

    /** A canned ACL, or up to six grants, among which one may stand twice. */
    public static Arbitrary<AclSpec> acl(Offer offer) {
        List<Arbitrary<AclSpec>> kinds = new ArrayList<>();
        if (!offer.canned().isEmpty()) {
            kinds.add(Arbitraries.of(offer.canned()).map(canned -> new AclSpec(canned, null)));
        }
        kinds.add(
                offer.grantees().isEmpty()
                        ? Arbitraries.just(new AclSpec(null, List.of()))
                        : Combinators.combine(Arbitraries.of(offer.grantees()), Arbitraries.of(Permission.class))
                                .as(GrantSpec::new)
                                .list()
                                .ofMaxSize(6)
                                .map(grants -> new AclSpec(null, grants)));
        return Arbitraries.oneOf(kinds);
    }

    /** Any algorithm on offer; keys only beside those that take one. */
    public static Arbitrary<EncryptionSpec> encryption(Offer offer) {
        List<Arbitrary<EncryptionSpec>> kinds = new ArrayList<>();
        kinds.add(Arbitraries.just(new EncryptionSpec(Algorithm.AES256, null, null)));
        for (Algorithm algorithm : offer.algorithms()) {
            if (algorithm != Algorithm.AES256) {
                boolean keyless = offer.kmsKeys().isEmpty();
                Arbitrary<@Nullable String> keys =
                        Arbitraries.of(keyless ? List.of("") : offer.kmsKeys()).injectNull(keyless ? 1 : ABSENT);
                kinds.add(Combinators.combine(keys, Arbitraries.of(true, false).injectNull(ABSENT))
                        .as((key, bucketKey) -> new EncryptionSpec(algorithm, key, bucketKey)));
            }
        }
        return Arbitraries.oneOf(kinds);
    }

    /** Up to five rules, or none, which removes all. */
    public static Arbitrary<LifecycleSpec> lifecycle(Offer offer) {
        return LifecycleRules.of(offer)
                .list()
                .uniqueElements(rule -> rule.id())
                .ofMaxSize(5)
                .map(LifecycleSpec::new);
    }

    /** Enabled or Suspended. */
    public static Arbitrary<VersioningSpec> versioning() {
        return Arbitraries.of(VersioningSpec.Status.class).map(VersioningSpec::new);
    }

    /** Up to six tags, or none, which removes all. */
    public static Arbitrary<List<BucketTag>> tags() {
        return Combinators.combine(Texts.NAMES, Texts.VALUES)
                .as(BucketTag::new)
                .list()
                .uniqueElements(tag -> tag.key())
                .ofMaxSize(6);
    }

    /** Up to four rules, or none, which removes all. */
    public static Arbitrary<CorsSpec> cors() {
        Arbitrary<@Nullable List<String>> headers = Arbitraries.of("Authorization", "x-amz-meta-shop", "ETag", "Range")
                .list()
                .ofMaxSize(3)
                .injectNull(ABSENT);
        return Combinators.combine(
                        Texts.NAMES.injectNull(ABSENT),
                        Arbitraries.of("*", "https://shop.example.com", "https://*.example.org")
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(3),
                        Arbitraries.of(CorsRule.Method.class)
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(3),
                        headers,
                        headers,
                        Arbitraries.integers().between(0, 86_400).injectNull(ABSENT))
                .as(CorsRule::new)
                .list()
                .uniqueElements(rule -> rule.id() == null ? rule : rule.id())
                .ofMaxSize(4)
                .map(CorsSpec::new);
    }

    /** Each of the four true, false or absent. */
    public static Arbitrary<PublicAccessBlockSpec> publicAccessBlock() {
        Arbitrary<@Nullable Boolean> flags = Arbitraries.of(true, false).injectNull(ABSENT);
        return Combinators.combine(flags, flags, flags, flags).as(PublicAccessBlockSpec::new);
    }

    /** With a default retention in days or years, with none, or with nothing said of it. */
    public static Arbitrary<ObjectLockSpec> objectLock() {
        Arbitrary<DefaultRetention> days = Combinators.combine(
                        Arbitraries.of(Mode.class), Arbitraries.integers().between(1, 3_650))
                .as((mode, number) -> new DefaultRetention(mode, number, null));
        Arbitrary<DefaultRetention> years = Combinators.combine(
                        Arbitraries.of(Mode.class), Arbitraries.integers().between(1, 10))
                .as((mode, number) -> new DefaultRetention(mode, null, number));
        Arbitrary<DefaultRetention> none = Arbitraries.just(new DefaultRetention(null, null, null));
        return Arbitraries.oneOf(days, years, none)
                .injectNull(ABSENT)
                .map(retention -> new ObjectLockSpec(true, retention));
    }

    /** Any of the three. */
    public static Arbitrary<OwnershipControlsSpec> ownershipControls() {
        return Arbitraries.of(ObjectOwnership.class).map(OwnershipControlsSpec::new);
    }

    /** Logging to one of the buckets on offer, or off. */
    public static Arbitrary<LoggingSpec> logging(Offer offer) {
        Arbitrary<LoggingSpec> off = Arbitraries.just(new LoggingSpec(null, null));
        Arbitrary<@Nullable String> prefixes = Texts.PREFIXES.injectNull(ABSENT);
        return offer.logTargets().isEmpty()
                ? off
                : Arbitraries.oneOf(
                        off,
                        Combinators.combine(Arbitraries.of(offer.logTargets()), prefixes)
                                .as(LoggingSpec::new));
    }
}
