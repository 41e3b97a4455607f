package dev.cooper.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cooper.api.Bucket;
import dev.cooper.api.BucketSpec;
import dev.cooper.api.CannedAcl;
import dev.cooper.api.GranteeGroup;
import dev.cooper.api.KeySource;
import dev.cooper.api.Permission;
import dev.cooper.api.PublicAccess;
import dev.cooper.command.Manifests;
import dev.cooper.connection.StoreSession;
import dev.cooper.plan.AclFeature;
import dev.cooper.plan.AclState.Grant;
import dev.cooper.plan.AclState.Grantee;
import dev.cooper.plan.BucketFeature;
import dev.cooper.plan.BucketSpecs;
import dev.cooper.plan.Change;
import dev.cooper.plan.FeatureState;
import dev.cooper.plan.LoggingState;
import dev.cooper.plan.ObjectLockFeature;
import dev.cooper.plan.ObjectLockState;
import dev.cooper.plan.Offer;
import dev.cooper.plan.Planner;
import dev.cooper.plan.Planner.Observed;
import dev.cooper.plan.PolicyFeature;
import dev.cooper.plan.Profile;
import dev.cooper.plan.PublicAccessBlockFeature;
import dev.cooper.plan.PublicAccessBlockState;
import dev.cooper.plan.VersioningFeature;
import dev.cooper.plan.VersioningState;
import dev.cooper.port.BucketPort;
import dev.cooper.port.Failure;
import dev.cooper.port.IssuedKey;
import dev.cooper.port.KeyPort;
import dev.cooper.port.KeyRequest;
import dev.cooper.port.Presence;
import dev.cooper.port.StoreException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.sessions.JqwikSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Cooper relies on, on servers that nobody here wrote, and on the simulator alike. */
@Tag("stores")
class StoresTest {
    /** Random specs for each store; -Dstores.seed=N replays a run. */
    private static final int SPECS = Integer.getInteger("stores.specs", 40);

    private static final String HOLDER = UUID.randomUUID().toString();

    private static KeyRequest request(String id) {
        return new KeyRequest(HOLDER, id, List.of(), null, Duration.ZERO);
    }

    private static String newBucket() {
        return "cooper-" + UUID.randomUUID();
    }

    private static Observed observe(BucketPort buckets, String bucket, BucketSpec spec) {
        Map<BucketFeature<?>, FeatureState> states = new HashMap<>();
        Planner.declared(spec).forEach(feature -> states.put(feature, buckets.observe(bucket, feature)));
        return new Observed(states);
    }

    private static void converge(BucketPort buckets, String bucket, BucketSpec spec) {
        for (Change change : Planner.plan(spec, observe(buckets, bucket, spec))) {
            buckets.apply(bucket, change);
        }
        assertThat(Planner.plan(spec, observe(buckets, bucket, spec)))
                .as("after applying %s", spec)
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Stores.class)
    void theAccountIsKnown(Stores store) {
        assertThat(store.session().signIn().get().account()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(Stores.class)
    void aBucketIsAbsentThenPresentThenGone(Stores store) {
        BucketPort buckets = store.session().buckets();
        String bucket = newBucket();

        assertThat(buckets.head(bucket)).isInstanceOf(Presence.Absent.class);
        buckets.create(bucket);
        assertThat(buckets.head(bucket)).isInstanceOf(Presence.Present.class);
        buckets.delete(bucket);
        assertThat(buckets.head(bucket)).isInstanceOf(Presence.Absent.class);
        buckets.delete(bucket);
    }

    /** The next plan after any apply is empty, whatever the store makes of the order and the spelling of things. */
    @ParameterizedTest
    @EnumSource(Stores.class)
    void afterAnyApplyTheNextPlanIsEmpty(Stores store) {
        StoreSession session = store.session();
        long seed = Long.getLong("stores.seed", System.nanoTime());
        String logs = logBucket(session);
        for (BucketSpec spec : specs(store, logs, seed)) {
            String bucket = newBucket();
            assertThat(Planner.refusals(bucket, spec, session.profile(), PublicAccess.Allowed))
                    .isEmpty();
            if (spec.objectLock() == null) {
                session.buckets().create(bucket);
            } else {
                session.buckets().createWithObjectLock(bucket);
            }
            assertThat(spec).as("-Dstores.seed=%d", seed).satisfies(s -> converge(session.buckets(), bucket, s));
            session.buckets().delete(bucket);
        }
    }

    /** What import prints is taken, and needs no change. */
    @ParameterizedTest
    @EnumSource(Stores.class)
    void aBucketIsWrittenDownSoThatNothingChanges(Stores store) {
        StoreSession session = store.session();
        long seed = Long.getLong("stores.seed", System.nanoTime());
        UsedBuckets used = UsedBuckets.on(session);
        assertThat(session.buckets().names()).contains(used.plain());
        for (BucketSpec spec : specs(store, logBucket(session), seed)) {
            String bucket = used.fitFor(spec);
            liftBlock(session.buckets(), bucket, spec, session.profile());
            converge(session.buckets(), bucket, spec);
            String manifest = new Manifests("tested", null, session, List.of()).of(bucket);
            BucketSpec written = Serialization.unmarshal(manifest, Bucket.class).getSpec();
            assertThat(Planner.refusals(bucket, written, session.profile(), session.publicAccess()))
                    .as("-Dstores.seed=%d: %s", seed, manifest)
                    .isEmpty();
            assertThat(Planner.plan(written, observe(session.buckets(), bucket, written)))
                    .as("-Dstores.seed=%d: %s", seed, manifest)
                    .isEmpty();
        }
    }

    /** A bucket that has been something else ends like a fresh one. */
    @ParameterizedTest
    @EnumSource(Stores.class)
    void aBucketFollowsFromAnySpecToAnyOther(Stores store) {
        StoreSession session = store.session();
        long seed = Long.getLong("stores.seed", System.nanoTime());
        String logs = logBucket(session);
        UsedBuckets used = UsedBuckets.on(session);
        for (BucketSpec spec : specs(store, logs, seed)) {
            String bucket = used.fitFor(spec);
            liftBlock(session.buckets(), bucket, spec, session.profile());
            assertThat(spec).as("-Dstores.seed=%d", seed).satisfies(s -> converge(session.buckets(), bucket, s));
        }
    }

    /**
     * Two buckets that specs are applied to one after the other.
     *
     * @param plain without object lock, which it cannot get later
     * @param locked with object lock, or null where the store has none
     */
    private record UsedBuckets(String plain, @Nullable String locked) {
        static UsedBuckets on(StoreSession session) {
            UsedBuckets used = new UsedBuckets(
                    newBucket(), session.profile().supports(ObjectLockFeature.INSTANCE) ? newBucket() : null);
            session.buckets().create(used.plain);
            if (used.locked != null) {
                session.buckets().createWithObjectLock(used.locked);
            }
            return used;
        }

        String fitFor(BucketSpec spec) {
            return spec.objectLock() == null ? plain : Objects.requireNonNull(locked);
        }
    }

    private static Offer offer(Stores store, String logs) {
        Offer offer = Offer.of(store.session().profile()).withLogTargets(logs).withStorageClasses();
        String user = store.otherUser();
        Offer toUsers = user == null ? offer : offer.withUsers(user);
        return store == Stores.MOTO
                // moto 5.2.5 accepts these and forgets them: on such a store a Bucket says NotConverging
                ? toUsers.withoutCanned(CannedAcl.PUBLIC_READ_WRITE)
                        .withoutElements(
                                "filter.objectSizeGreaterThan",
                                "filter.objectSizeLessThan",
                                "noncurrentVersionExpiration.newerNoncurrentVersions")
                : toUsers;
    }

    /** A bucket that may receive logs, as S3 wants it: the log delivery group writes to it, where there is one. */
    static String logBucket(StoreSession session) {
        String bucket = newBucket();
        BucketPort buckets = session.buckets();
        buckets.create(bucket);
        if (session.profile().acl().groups().contains(GranteeGroup.LogDelivery)) {
            Grantee logs = new Grantee.Group(GranteeGroup.LogDelivery);
            buckets.apply(
                    bucket,
                    new Change.SetGrants(
                            buckets.observe(bucket, AclFeature.INSTANCE).owner(),
                            Set.of(new Grant(logs, Permission.WRITE), new Grant(logs, Permission.READ_ACP))));
        }
        return bucket;
    }

    private static List<BucketSpec> specs(Stores store, String logs, long seed) {
        return specs(store, logs, seed, SPECS);
    }

    /** So many random specs that the store takes, the same for the same seed. */
    static List<BucketSpec> specs(Stores store, String logs, long seed, int count) {
        Arbitrary<BucketSpec> specs = BucketSpecs.of(offer(store, logs));
        Profile profile = store.session().profile();
        Random random = new Random(seed);
        List<BucketSpec> generated = new ArrayList<>();
        JqwikSession.run(
                () -> Stream.generate(() -> specs.generator(1000).next(random).value())
                        .filter(spec -> isJudgedAsByS3(spec, profile))
                        .limit(count)
                        .forEach(generated::add));
        return generated;
    }

    /** Leaves out what the planner refuses because the store takes it for public and S3 does not. */
    private static boolean isJudgedAsByS3(BucketSpec spec, Profile profile) {
        return Planner.refusals("receipts", spec, profile, PublicAccess.Allowed).stream()
                .noneMatch(refusal -> refusal.path().equals(PolicyFeature.INSTANCE.path()));
    }

    /** A block that an earlier spec left behind would refuse what a later one opens. */
    private static void liftBlock(BucketPort buckets, String bucket, BucketSpec spec, Profile profile) {
        if (spec.publicAccessBlock() == null && profile.supports(PublicAccessBlockFeature.INSTANCE)) {
            buckets.apply(bucket, new Change.SetPublicAccessBlock(PublicAccessBlockState.NONE, true));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Stores.class,
            names = {"SIMULATOR", "RGW_WITH_KEYSTONE"})
    void aKeystoneKeySignsAndIsRevoked(Stores store) {
        StoreSession session = store.session();
        String bucket = newBucket();
        session.buckets().create(bucket);
        KeyPort keys = session.keys(KeySource.keystoneEc2);

        IssuedKey key = keys.issue(request(KeyPort.newId()));
        session.verifier().verify(key, bucket);
        assertThat(keys.list(HOLDER)).contains(key.accessKeyId());
        keys.revoke(HOLDER, key.accessKeyId());
        keys.revoke(HOLDER, key.accessKeyId());
        assertThat(keys.list(HOLDER)).doesNotContain(key.accessKeyId());
    }

    /** So that a key whose answer was lost is found again, and not made twice. */
    @Test
    void aKeystoneKeyOfAChosenIdIsFoundAgain() {
        StoreSession session = Stores.RGW_WITH_KEYSTONE.session();
        String bucket = newBucket();
        session.buckets().create(bucket);
        KeyPort keys = session.keys(KeySource.keystoneEc2);
        String id = KeyPort.newId();

        IssuedKey first = keys.issue(request(id));
        IssuedKey again = keys.issue(request(id));
        assertThat(first.accessKeyId()).isEqualTo(id);
        assertThat(again).as("compared without printing it").matches(first::equals);
        session.verifier().verify(again, bucket);
        keys.revoke(HOLDER, id);
        assertThat(keys.list(HOLDER)).doesNotContain(id);
    }

    @Test
    void temporaryCredentialsSignUntilTheyEnd() {
        StoreSession session = Stores.SIMULATOR.session();
        String bucket = newBucket();
        session.buckets().create(bucket);

        IssuedKey key = session.keys(KeySource.stsWebIdentity).issue(KeyRequest.ofCooper(Duration.ofMinutes(15)));
        session.verifier().verify(key, bucket);
        assertThat(key.sessionToken()).isNotEmpty();
        assertThat(key.expiresAt()).isNotNull();
    }

    @Test
    void aRestrictedApplicationCredentialSaysWhatIsWrong() {
        assertThatThrownBy(() -> Stores.withKeystone("restricted"))
                .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.failure())
                        .isInstanceOf(Failure.KeyCreationForbidden.class));
    }

    /** What the profiles say of it is so. */
    @ParameterizedTest
    @EnumSource(
            value = Stores.class,
            names = {"RGW", "MOTO"})
    void objectLockIsGivenToNewBucketsOnly(Stores store) {
        BucketPort buckets = store.session().buckets();
        String plain = newBucket();
        buckets.create(plain);
        String locked = newBucket();
        buckets.createWithObjectLock(locked);

        assertThat(buckets.observe(plain, ObjectLockFeature.INSTANCE)).isEqualTo(ObjectLockState.NONE);
        assertThat(buckets.observe(locked, ObjectLockFeature.INSTANCE)).isEqualTo(new ObjectLockState(true, null));
        assertThat(buckets.observe(locked, VersioningFeature.INSTANCE)).isEqualTo(VersioningState.ENABLED);
        assertThatThrownBy(() -> buckets.apply(plain, new Change.SetObjectLock(new ObjectLockState(true, null))))
                .isInstanceOf(StoreException.class);
    }

    @Test
    void whatRgwDoesNotOfferIsToldAsUnsupported() {
        BucketPort buckets = Stores.RGW.session().buckets();
        String bucket = newBucket();
        buckets.create(bucket);

        assertThatThrownBy(() -> buckets.apply(bucket, new Change.SetLogging(new LoggingState(bucket, "logs/"))))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.Unsupported.class));
    }

    /** RGW 18.2.7 answers a wrong secret with AccessDenied, not with SignatureDoesNotMatch. */
    @Test
    void aWrongSecretIsDenied() {
        try (StoreSession wrong = Stores.rgwWithSecret("nothing-like-it")) {
            assertThatThrownBy(() -> wrong.signIn().get())
                    .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.failure())
                            .isEqualTo(new Failure.AccessDenied("ListBuckets", 403, "AccessDenied")));
        }
    }

    @Test
    void aClosedPortReadsTheSameEachTime() {
        try (StoreSession nowhere = Stores.open(
                "generic",
                "http://127.0.0.1:1",
                "credentials: {secretRef: {name: sign-in}}",
                Map.of("AWS_ACCESS_KEY_ID", "a", "AWS_SECRET_ACCESS_KEY", "b"))) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> nowhere.buckets().head("some-bucket"))
                        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.failure())
                                .isEqualTo(new Failure.Unreachable("HeadBucket", "connection refused")));
            }
        }
    }
}
