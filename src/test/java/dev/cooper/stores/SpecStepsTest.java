package dev.cooper.stores;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cooper.api.Bucket;
import dev.cooper.api.BucketSpec;
import dev.cooper.api.CannedAcl;
import dev.cooper.connection.StoreSession;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.Readiness;
import dev.cooper.plan.Planner;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Buckets go from one random spec to another, and back, through the API server, the operator and a store. What comes of
 * it is read from the store itself, and is the same as for a Bucket that never was anything else.
 */
@Tag("stores")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set by start()
class SpecStepsTest {
    /** Walks on each store; -Dstores.seed=N makes the same specs again. */
    private static final int WALKS = Integer.getInteger("stores.walks", 12);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> REFUSALS = Set.of("UnsupportedByStore", "InvalidSpec", "PublicAccessDenied");

    private OperatorHarness cooper;

    @BeforeAll
    void start() {
        cooper = OperatorHarness.start();
    }

    @AfterAll
    void stop() {
        cooper.close();
    }

    /**
     * @param a where it begins and ends
     * @param b where it goes, which declares a block of public access and object lock where {@code a} does: what a spec
     *     leaves alone may forbid what the next one asks for
     */
    private record Walk(String name, BucketSpec a, BucketSpec b, String description) {
        String fresh(String of) {
            return name + "-" + of;
        }
    }

    @ParameterizedTest
    @EnumSource(Stores.class)
    void aWalkEndsWhereAFreshBucketBegins(Stores store) {
        StoreSession session = store.session();
        String objectStore = store.connect(cooper, "publicAccess: Allowed");
        RawS3 raw = store.raw();
        List<Walk> walks = walks(store, Long.getLong("stores.seed", System.nanoTime()));
        for (Walk walk : walks) {
            apply(walk.name(), objectStore, walk.a());
            apply(walk.fresh("a"), objectStore, walk.a());
            apply(walk.fresh("b"), objectStore, walk.b());
            apply(walk.fresh("none"), objectStore, Serialization.unmarshal("{}", BucketSpec.class));
        }
        Map<Walk, Map<String, String>> atA = new HashMap<>();
        Map<Walk, Map<String, String>> atB = new HashMap<>();
        for (Walk walk : walks) {
            for (String of : List.of("a", "b", "none")) {
                awaitReady(walk.fresh(of), walk);
            }
            awaitReady(walk.name(), walk);
            Map<String, String> a = StoredState.of(raw, session.profile(), walk.fresh("a"));
            assertThat(StoredState.of(raw, session.profile(), walk.name()))
                    .as(walk.description())
                    .isEqualTo(a);
            Map<String, String> b = StoredState.of(raw, session.profile(), walk.fresh("b"));
            Map<String, String> afterB = overlaid(a, b, walk.b());
            atB.put(walk, afterB);
            atA.put(walk, overlaid(afterB, a, walk.a()));
        }

        // a step that nobody can go leads nowhere
        walks.forEach(walk -> cooper.bucket(walk.name(), refused(objectStore, walk.b())));
        for (Walk walk : walks) {
            cooper.await(Bucket.class, walk.name(), bucket -> REFUSALS.contains(reason(bucket)));
            assertThat(StoredState.of(raw, session.profile(), walk.name()))
                    .as("after a refused spec: %s", walk.description())
                    .isEqualTo(StoredState.of(raw, session.profile(), walk.fresh("a")));
        }
        walks.forEach(walk -> apply(walk.name(), objectStore, walk.b()));
        walks.forEach(walk -> assertState(walk, raw, session, atB));
        walks.forEach(walk -> apply(walk.name(), objectStore, walk.a()));
        walks.forEach(walk -> assertState(walk, raw, session, atA));
    }

    private void assertState(Walk walk, RawS3 raw, StoreSession session, Map<Walk, Map<String, String>> expected) {
        awaitReady(walk.name(), walk);
        assertThat(StoredState.of(raw, session.profile(), walk.name()))
                .as(walk.description())
                .isEqualTo(expected.get(walk));
    }

    private void awaitReady(String name, Walk walk) {
        try {
            cooper.awaitReason(Bucket.class, name, "Ready");
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; " + walk.description(), e);
        }
    }

    private static String reason(Bucket bucket) {
        return Readiness.verdict(bucket).map(Condition::getReason).orElse("");
    }

    /** What the next spec declares is as in its own bucket, the rest stays. */
    private static Map<String, String> overlaid(Map<String, String> before, Map<String, String> next, BucketSpec spec) {
        Map<String, String> overlaid = new TreeMap<>(before);
        Planner.declared(spec)
                .forEach(feature -> overlaid.put(feature.key(), Objects.requireNonNull(next.get(feature.key()))));
        return overlaid;
    }

    private List<Walk> walks(Stores store, long seed) {
        String logs = StoresTest.logBucket(store.session());
        List<Walk> walks = new ArrayList<>();
        List<BucketSpec> specs = StoresTest.specs(store, logs, seed, WALKS * 8);
        for (int i = 0; i + 1 < specs.size() && walks.size() < WALKS; i++) {
            BucketSpec a = specs.get(i);
            BucketSpec b = specs.get(i + 1);
            if (goTogether(a, b)) {
                walks.add(new Walk(
                        cooper.bucketName(
                                "walk-" + store.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + walks.size()),
                        a,
                        b,
                        "-Dstores.seed=%d: from %s to %s".formatted(seed, yaml(a), yaml(b))));
                i++;
            }
        }
        return walks;
    }

    private static boolean goTogether(BucketSpec a, BucketSpec b) {
        return (a.publicAccessBlock() == null) == (b.publicAccessBlock() == null)
                && (a.objectLock() == null) == (b.objectLock() == null)
                && declaresRetention(a) == declaresRetention(b);
    }

    /** Like a section, a retention that is not named is left alone. */
    private static boolean declaresRetention(BucketSpec spec) {
        return spec.objectLock() != null && spec.objectLock().defaultRetention() != null;
    }

    private void apply(String name, String objectStore, BucketSpec spec) {
        ObjectNode json = (ObjectNode) yaml(spec);
        json.putObject("storeRef").put("name", objectStore);
        cooper.bucket(name, json.toString());
    }

    /** The same, and open to everyone without the word for it. */
    private static String refused(String objectStore, BucketSpec spec) {
        ObjectNode json = (ObjectNode) yaml(spec);
        json.remove(List.of("allowPublic", "publicAccessBlock", "ownershipControls"));
        json.putObject("storeRef").put("name", objectStore);
        json.putObject("acl").put("canned", CannedAcl.PUBLIC_READ.header());
        return json.toString();
    }

    private static JsonNode yaml(BucketSpec spec) {
        try {
            return JSON.readTree(Serialization.asJson(spec));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
