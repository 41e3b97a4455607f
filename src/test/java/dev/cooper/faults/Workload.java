package dev.cooper.faults;

import dev.cooper.api.AccessKey;
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
            new Workload(
                    "issue a key (KakaoCloud chooses its id)",
                    World.KAKAOCLOUD,
                    Workload::readyBucket,
                    s -> s.applyKey(""),
                    Scene::keyIsReady),
            new Workload(
                    "rotate a key (KakaoCloud chooses its id)",
                    World.KAKAOCLOUD,
                    Workload::readyKey,
                    s -> s.applyKey(Specs.ROTATION),
                    Workload::isRotated),
            new Workload(
                    "revoke a key (KakaoCloud chose its id)",
                    World.KAKAOCLOUD,
                    Workload::readyKey,
                    s -> s.delete(AccessKey.class),
                    s -> s.harness().get(AccessKey.class, Scene.NAME) == null),
            new Workload(
                    "issue a key (Cooper chooses its id)",
                    World.CEPH,
                    Workload::readyBucket,
                    s -> s.applyKey(""),
                    Scene::keyIsReady),
            new Workload(
                    "rotate a key (Cooper chooses its id)",
                    World.CEPH,
                    Workload::readyKey,
                    s -> s.applyKey(Specs.ROTATION),
                    Workload::isRotated),
            new Workload(
                    "revoke a key (Cooper chose its id)",
                    World.CEPH,
                    Workload::readyKey,
                    s -> s.delete(AccessKey.class),
                    s -> s.harness().get(AccessKey.class, Scene.NAME) == null),
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
            new Workload(
                    "issue a key of a user (moto)",
                    World.MOTO,
                    Workload::readyBucket,
                    s -> s.applyKey(""),
                    Scene::keyIsReady),
            new Workload(
                    "rotate a key of a user (moto)",
                    World.MOTO,
                    Workload::readyKey,
                    s -> s.applyKey(Specs.ROTATION),
                    Workload::isRotated),
            new Workload(
                    "revoke a key of a user (moto)",
                    World.MOTO,
                    Workload::readyKey,
                    s -> s.delete(AccessKey.class),
                    s -> s.harness().get(AccessKey.class, Scene.NAME) == null),
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

    private static void readyKey(Scene scene) {
        readyBucket(scene);
        scene.applyKey("");
        scene.awaitReady(AccessKey.class);
    }

    private static boolean isRotated(Scene scene) {
        AccessKey key = scene.harness().get(AccessKey.class, Scene.NAME);
        return scene.keyIsReady()
                && key != null
                && Specs.TRIGGER.equals(key.statusOrEmpty().rotationTrigger());
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
        static final String ROTATION = "rotation: {overlap: 0s, trigger: %s}".formatted(TRIGGER);

        private Specs() {}
    }
}
