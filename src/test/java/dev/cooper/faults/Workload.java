package dev.cooper.faults;

import dev.cooper.api.AccessKey;
import dev.cooper.api.AccessKeyStatus;
import dev.cooper.api.Bucket;
import dev.cooper.api.BucketPolicy;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What a user does, and what shall come of it whatever happens on the way.
 *
 * @param store the ObjectStore that it is on
 * @param preparation makes what is there before, without faults
 * @param action what the user does
 * @param goal whether it is done
 */
record Workload(String name, String store, Consumer<Scene> preparation, Consumer<Scene> action, Predicate<Scene> goal) {
    static final List<Workload> ALL = List.of(
            new Workload(
                    "create a bucket", World.KAKAOCLOUD, _ -> {}, s -> s.applyBucket(Specs.FULL), Scene::bucketIsReady),
            new Workload(
                    "change a bucket",
                    World.KAKAOCLOUD,
                    Workload::readyBucket,
                    s -> s.applyBucket(Specs.CHANGED),
                    Scene::bucketIsReady),
            new Workload(
                    "adopt a bucket",
                    World.KAKAOCLOUD,
                    Workload::foreignBucket,
                    s -> s.applyBucket(Specs.FULL + "adoptionPolicy: IfExists\n"),
                    Scene::bucketIsReady),
            new Workload(
                    "delete a bucket",
                    World.KAKAOCLOUD,
                    Workload::readyBucket,
                    s -> s.delete(Bucket.class),
                    s -> s.harness().get(Bucket.class, Scene.NAME) == null),
            new Workload(
                    "purge a bucket",
                    World.KAKAOCLOUD,
                    Workload::fullBucket,
                    s -> s.delete(Bucket.class),
                    s -> s.harness().get(Bucket.class, Scene.NAME) == null),
            issue(Keys.STORE_CHOOSES),
            rotate(Keys.STORE_CHOOSES, "overlap: 0s, trigger: " + Specs.TRIGGER),
            revoke(Keys.STORE_CHOOSES),
            issue(Keys.COOPER_CHOOSES),
            rotateWithOverlap(Keys.COOPER_CHOOSES),
            endOverlap(Keys.COOPER_CHOOSES),
            revoke(Keys.COOPER_CHOOSES),
            new Workload(
                    "add a BucketPolicy (in the ACL)",
                    World.KAKAOCLOUD,
                    Workload::readyBucket,
                    s -> s.applyPolicy(Specs.GRANT_TO_READER),
                    Scene::policyIsReady),
            new Workload(
                    "remove a BucketPolicy (from the ACL)",
                    World.KAKAOCLOUD,
                    s -> readyPolicy(s, Specs.GRANT_TO_READER),
                    s -> s.delete(BucketPolicy.class),
                    Workload::hasNoContribution),
            issue(Keys.OF_A_USER),
            rotateWithOverlap(Keys.OF_A_USER),
            endOverlap(Keys.OF_A_USER),
            revoke(Keys.OF_A_USER),
            issue(Keys.OF_A_SESSION),
            rotate(Keys.OF_A_SESSION, "trigger: " + Specs.TRIGGER),
            new Workload(
                    "create a bucket (RGW)",
                    World.RGW,
                    _ -> {},
                    s -> s.applyBucket(Specs.ON_RGW),
                    Scene::bucketIsReady),
            new Workload(
                    "change a bucket (RGW)",
                    World.RGW,
                    Workload::readyBucket,
                    s -> s.applyBucket(Specs.CHANGED_ON_RGW),
                    Scene::bucketIsReady),
            new Workload(
                    "purge a versioned bucket (RGW)",
                    World.RGW,
                    Workload::versionedBucket,
                    s -> s.delete(Bucket.class),
                    s -> s.harness().get(Bucket.class, Scene.NAME) == null),
            new Workload(
                    "add a BucketPolicy (RGW, in the policy)",
                    World.RGW,
                    Workload::readyBucket,
                    s -> s.applyPolicy(Specs.GRANT_TO_OTHER),
                    Scene::policyIsReady),
            new Workload(
                    "remove a BucketPolicy (RGW, from the policy)",
                    World.RGW,
                    s -> readyPolicy(s, Specs.GRANT_TO_OTHER),
                    s -> s.delete(BucketPolicy.class),
                    Workload::hasNoContribution));

    /**
     * Keys of one source on one store.
     *
     * @param spec how an AccessKey asks for them
     */
    private record Keys(String words, String store, String spec) {
        static final Keys STORE_CHOOSES =
                new Keys("KakaoCloud chooses its id", World.KAKAOCLOUD, "source: keystoneEc2\nallowBroad: true");
        static final Keys COOPER_CHOOSES = new Keys(
                "Cooper chooses its id, on RGW with Keystone", World.CEPH, "source: keystoneEc2\nallowBroad: true");
        static final Keys OF_A_USER = new Keys("of a user, on moto", World.MOTO, "source: iamUser");
        static final Keys OF_A_SESSION = new Keys(
                "of a session, on moto",
                World.MOTO,
                "source: assumeRole\nroleARN: arn:aws:iam::123456789012:role/shop");

        void apply(Scene scene, String rotation) {
            scene.applyKey("%s\nrotation: {%s}".formatted(spec, rotation));
        }

        void ready(Scene scene) {
            readyBucket(scene);
            apply(scene, "");
            scene.awaitReady(AccessKey.class);
        }

        void overlapping(Scene scene) {
            ready(scene);
            rotateWithOverlap(this).act(scene);
            scene.harness().await(AccessKey.class, Scene.NAME, key -> isOverlapping(key.statusOrEmpty()));
        }
    }

    private static Workload issue(Keys keys) {
        return new Workload(
                "issue a key (%s)".formatted(keys.words()),
                keys.store(),
                Workload::readyBucket,
                s -> keys.apply(s, ""),
                s -> s.hasReadyKey(Workload::isIssued));
    }

    private static Workload rotate(Keys keys, String rotation) {
        return new Workload(
                "rotate a key (%s)".formatted(keys.words()),
                keys.store(),
                keys::ready,
                s -> keys.apply(s, rotation),
                s -> s.hasReadyKey(Workload::isRotated));
    }

    private static Workload rotateWithOverlap(Keys keys) {
        return new Workload(
                "rotate a key with an overlap (%s)".formatted(keys.words()),
                keys.store(),
                keys::ready,
                s -> keys.apply(s, "overlap: 1h, trigger: " + Specs.TRIGGER),
                s -> s.hasReadyKey(Workload::isOverlapping));
    }

    private static Workload endOverlap(Keys keys) {
        return new Workload(
                "end the overlap of two keys (%s)".formatted(keys.words()),
                keys.store(),
                keys::overlapping,
                Scene::endOverlap,
                s -> s.hasReadyKey(Workload::isRotated));
    }

    private static Workload revoke(Keys keys) {
        return new Workload(
                "revoke a key (%s)".formatted(keys.words()),
                keys.store(),
                keys::ready,
                s -> s.delete(AccessKey.class),
                Scene::hasNoKey);
    }

    /** What is there before, made without faults. */
    void prepare(Scene scene) {
        preparation.accept(scene);
    }

    /** What the user does. */
    void act(Scene scene) {
        action.accept(scene);
    }

    boolean isDone(Scene scene) {
        return goal.test(scene);
    }

    @Override
    public String toString() {
        return name;
    }

    private static void readyBucket(Scene scene) {
        scene.applyBucket(scene.isOn(World.KAKAOCLOUD) ? Specs.FULL : scene.isOn(World.RGW) ? Specs.ON_RGW : "");
        scene.awaitReady(Bucket.class);
    }

    private static void readyPolicy(Scene scene, String spec) {
        readyBucket(scene);
        scene.applyPolicy(spec);
        scene.awaitReady(BucketPolicy.class);
    }

    private static boolean hasNoContribution(Scene scene) {
        Bucket bucket = scene.harness().get(Bucket.class, Scene.NAME);
        return bucket != null && scene.bucketIsReady() && bucket.getStatus().contributions() == null;
    }

    private static void foreignBucket(Scene scene) {
        scene.backend().createBucket(scene.bucketName());
    }

    /** With two pages of objects, one whose key XML cannot carry, and an unfinished upload. */
    private static void fullBucket(Scene scene) {
        scene.applyBucket("deletionPolicy: Purge");
        scene.awaitReady(Bucket.class);
        for (int i = 0; i < 1_100; i++) {
            scene.backend().putObject(scene.bucketName(), "object-" + i);
        }
        scene.backend().putObject(scene.bucketName(), "line\nfeed and \u0001");
        scene.confirmPurge();
        scene.harness()
                .await(Bucket.class, Scene.NAME, bucket -> bucket.getStatus().usage() != null);
    }

    private static void versionedBucket(Scene scene) {
        scene.applyBucket("deletionPolicy: Purge\nversioning: {status: Enabled}");
        scene.awaitReady(Bucket.class);
        for (int i = 0; i < 20; i++) {
            scene.backend().putObject(scene.bucketName(), "object-" + i % 10);
        }
        scene.confirmPurge();
        scene.harness()
                .await(Bucket.class, Scene.NAME, bucket -> bucket.getStatus().usage() != null);
    }

    private static boolean isIssued(AccessKeyStatus key) {
        return key.previousKeyID() == null;
    }

    private static boolean isRotated(AccessKeyStatus key) {
        return Specs.TRIGGER.equals(key.rotationTrigger()) && key.previousKeyID() == null;
    }

    private static boolean isOverlapping(AccessKeyStatus key) {
        return Specs.TRIGGER.equals(key.rotationTrigger()) && key.previousKeyID() != null;
    }

    /** Specs of the workloads. */
    private static final class Specs {
        static final String FULL = """
                deletionPolicy: Delete
                acl:
                  grants:
                    - {grantee: {id: %s}, permission: READ}
                encryption: {algorithm: AES256}
                logging: {}
                lifecycle:
                  rules:
                    - {id: drafts-end, filter: {prefix: drafts/}, expiration: {days: 7}}
                """.formatted(World.READER);
        static final String CHANGED = """
                deletionPolicy: Delete
                acl:
                  grants:
                    - {grantee: {id: %s}, permission: WRITE}
                encryption: {algorithm: AES256}
                lifecycle: {rules: []}
                """.formatted(World.READER);
        static final String ON_RGW = """
                deletionPolicy: Delete
                versioning: {status: Enabled}
                tags: [{key: team, value: shop}]
                lifecycle:
                  rules:
                    - {id: drafts-end, filter: {prefix: drafts/}, expiration: {days: 7}}
                """;
        static final String CHANGED_ON_RGW = """
                deletionPolicy: Delete
                versioning: {status: Suspended}
                tags: []
                lifecycle: {rules: []}
                """;
        static final String GRANT_TO_READER = "grants: [{to: {userID: %s}, access: ReadWrite}]".formatted(World.READER);
        static final String GRANT_TO_OTHER = "grants: [{to: {userID: %s}, access: Read}]".formatted(World.OTHER_ON_RGW);
        static final String TRIGGER = "leaked";

        private Specs() {}
    }
}
