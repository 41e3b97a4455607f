package dev.cooper.specs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cooper.api.AccessKey;
import dev.cooper.api.ApiGroup;
import dev.cooper.api.Bucket;
import dev.cooper.api.BucketPolicy;
import dev.cooper.api.ObjectStore;
import dev.cooper.faults.InReport;
import dev.cooper.harness.OperatorHarness;
import dev.cooper.harness.Readiness;
import dev.cooper.simulator.RecordedRequest;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whatever the API server takes, the operator understands or refuses, and is none the worse for. There is a spec for
 * each field of each schema, so each field is tried.
 */
@Tag("faults")
@ExtendWith(InReport.class)
@SuppressWarnings("NullAway.Init") // set by start()
class GeneratedSpecsTest {
    /** {@code -Dspecs.seed=N} makes the same specs again. */
    private static final long SEED = Long.getLong("specs.seed", System.nanoTime());

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> REFUSALS = Set.of("UnsupportedByStore", "InvalidSpec", "PublicAccessDenied");

    private OperatorHarness cooper;

    @BeforeEach
    void start() {
        cooper = OperatorHarness.start();
    }

    @AfterEach
    void stop() {
        cooper.close();
    }

    /** A spec that the API server took, and the field that it was made for. */
    private record Generated(String name, String focus, ObjectNode spec) {
        @Override
        public String toString() {
            return "-Dspecs.seed=%d %s, for %s: %s".formatted(SEED, name, focus, spec);
        }
    }

    /** Applies a spec for each field of the schema; a field that no spec has fails the test. */
    private List<Generated> applyOneForEachField(
            Class<? extends CustomResource<?, ?>> kind, String stem, Map<String, List<JsonNode>> words) {
        CrdSchema schema = CrdSchema.of(kind);
        ApiServerJudge judge = new ApiServerJudge(cooper.admin(), kind, cooper.namespace());
        Set<String> missing = new TreeSet<>(schema.paths());
        List<Generated> all = new ArrayList<>();
        for (String focus : schema.paths()) {
            String name = stem + "-" + all.size();
            Random random = new Random(SEED + all.size());
            Map<String, List<JsonNode>> own = new HashMap<>(words);
            own.replaceAll((_, values) -> values.stream()
                    .map(value -> tree(value.toString().replace("$NAME", name)))
                    .toList());
            ObjectNode spec = judge.valid(new RandomSpecs(schema, own, focus, random), random);
            missing.removeAll(schema.pathsIn(spec));
            all.add(new Generated(name, focus, spec));
        }
        assertThat(missing).as("fields that no spec has").isEmpty();
        assertThat(judge.refused()).as("invalid specs that were refused").isPositive();
        all.forEach(generated -> apply(kind, generated.name(), generated.spec()));
        return all;
    }

    private <T extends CustomResource<?, ?>> void apply(Class<T> kind, String name, JsonNode spec) {
        ObjectNode resource = JSON.createObjectNode();
        resource.put("apiVersion", ApiGroup.GROUP + "/" + ApiGroup.VERSION).put("kind", HasMetadata.getKind(kind));
        ObjectNode metadata = resource.putObject("metadata").put("name", name);
        if (Namespaced.class.isAssignableFrom(kind)) {
            metadata.put("namespace", cooper.namespace());
        }
        resource.set("spec", spec);
        cooper.apply(resource.toString(), kind);
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<JsonNode> words(String... json) {
        return Stream.of(json).map(GeneratedSpecsTest::tree).toList();
    }

    /** The reason why each is Ready or not. */
    private Map<Generated, String> verdicts(Class<? extends CustomResource<?, ?>> kind, List<Generated> all) {
        Map<Generated, String> verdicts = new HashMap<>();
        SoftAssertions.assertSoftly(softly -> all.forEach(generated -> {
            Awaitility.await(generated.toString())
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> verdict(kind, generated.name()).isPresent());
            String reason = verdict(kind, generated.name()).orElseThrow().getReason();
            verdicts.put(generated, reason);
            // what a store would say of it is told before the store is asked
            softly.assertThat(reason).as(generated.toString()).isNotIn("InternalError", "RequestRejected");
        }));
        return verdicts;
    }

    private Optional<Condition> verdict(Class<? extends CustomResource<?, ?>> kind, String name) {
        CustomResource<?, ?> resource = Objects.requireNonNull(cooper.get(kind, name));
        return Readiness.verdict(resource)
                .filter(condition -> !condition.getStatus().equals("Unknown"));
    }

    private List<String> writes(String bucket) {
        return cooper.cloud().requests().stream()
                .filter(request -> request.bucket().equals(bucket))
                .filter(request -> !List.of("GET", "HEAD").contains(request.method()))
                .map(RecordedRequest::operation)
                .toList();
    }

    @Test
    void anySpecOfABucketGetsAVerdictAndTheNextOneHeals() {
        cooper.apply(cooper.storeYaml(cooper.store(), "publicAccess: Allowed"), ObjectStore.class);
        cooper.awaitReason(ObjectStore.class, cooper.store(), "Ready");
        String user = cooper.cloud().addUser("reader");
        String logs = readyBucket("logs");
        List<Generated> all = applyOneForEachField(
                Bucket.class,
                cooper.bucketName("any"),
                Map.of(
                        "storeRef.name", words("\"" + cooper.store() + "\""),
                        "bucketName", words("\"$NAME-too\""),
                        "acl.grants[].grantee.id", words("\"" + user + "\""),
                        "logging.targetBucket", words("\"" + logs + "\""),
                        "policy", words("{}", "{\"Version\": \"2012-10-17\", \"Statement\": []}", "{\"a\": [1]}")));
        Map<Generated, String> verdicts = verdicts(Bucket.class, all);

        SoftAssertions.assertSoftly(softly -> verdicts.forEach((generated, reason) -> {
            if (REFUSALS.contains(reason)) {
                softly.assertThat(writes(bucketName(generated)))
                        .as(generated.toString())
                        .isEmpty();
            }
        }));
        for (Generated generated : all) {
            ObjectNode valid = generated.spec().deepCopy().retain("storeRef", "bucketName");
            valid.putObject("lifecycle").putArray("rules");
            apply(Bucket.class, generated.name(), valid);
        }
        for (Generated generated : all) {
            cooper.awaitReason(Bucket.class, generated.name(), "Ready");
            assertThat(writes(bucketName(generated)).stream().filter("CreateBucket"::equals))
                    .as(generated.toString())
                    .hasSize(1);
        }
    }

    @Test
    void anySpecOfAnAccessKeyGetsAVerdictAndTheNextOneHeals() {
        String bucket = readyBucket("keyed");
        List<Generated> all = applyOneForEachField(
                AccessKey.class,
                "any",
                Map.of(
                        "storeRef.name", words("\"" + cooper.store() + "\""),
                        "buckets[].bucketRef.name", words("\"" + bucket + "\"", "\"nothing\""),
                        "secret.name", words("\"$NAME-s3\"")));
        verdicts(AccessKey.class, all);

        all.removeIf(generated -> generated.spec().path("source").asText().matches("iamUser|assumeRole"));
        for (Generated generated : all) {
            ObjectNode valid = generated.spec().deepCopy().retain("storeRef", "source");
            valid.put("allowBroad", true);
            valid.putObject("secret").put("name", generated.name() + "-s3");
            valid.putArray("buckets").addObject().putObject("bucketRef").put("name", bucket);
            apply(AccessKey.class, generated.name(), valid);
        }
        all.forEach(generated -> cooper.awaitReason(AccessKey.class, generated.name(), "Ready"));
    }

    @Test
    void anySpecOfABucketPolicyGetsAVerdictAndTheNextOneHeals() {
        String user = cooper.cloud().addUser("reader");
        List<Generated> all = applyOneForEachField(
                BucketPolicy.class,
                "any",
                Map.of(
                        "bucketRef.name", words("\"" + cooper.bucketName("for") + "-$NAME\""),
                        "grants[].to.userID", words("\"" + user + "\""),
                        "document", words("{}", "{\"Version\": \"2012-10-17\", \"Statement\": []}", "{\"a\": [1]}")));
        all.forEach(generated -> cooper.bucket(boundBucket(generated), ""));
        verdicts(BucketPolicy.class, all);

        for (Generated generated : all) {
            ObjectNode valid = generated.spec().deepCopy().retain("bucketRef");
            ObjectNode grant = valid.putArray("grants").addObject().put("access", "Read");
            grant.putObject("to").put("userID", user);
            apply(BucketPolicy.class, generated.name(), valid);
        }
        for (Generated generated : all) {
            cooper.awaitReason(BucketPolicy.class, generated.name(), "Ready");
            assertThat(cooper.cloud().bucket(boundBucket(generated)).acl()).hasSize(2);
        }
    }

    private static String boundBucket(Generated generated) {
        return generated.spec().path("bucketRef").path("name").asText();
    }

    @Test
    void anySpecOfAnObjectStoreGetsAVerdictAndHarmsNoOther() {
        String bucket = readyBucket("beside");
        String simulated = "\"" + cooper.cloud().endpoint() + "\"";
        String keystone = "\"" + cooper.cloud().identityEndpoint() + "\"";
        List<Generated> all = applyOneForEachField(
                ObjectStore.class,
                cooper.store() + "-any",
                Map.of(
                        "endpoint", words(simulated),
                        "iam.endpoint", words(simulated),
                        "sts.endpoint", words(simulated),
                        "keystone.endpoint", words(keystone),
                        "default", words("false"),
                        "capabilities", words("{\"acl\": false}", "{\"versioning\": true, \"tags\": false}"),
                        "allowedNamespaces.names[]", words("\"" + cooper.namespace() + "\""),
                        "credentials.secretRef.name", words("\"" + cooper.store() + "\"", "\"nothing\""),
                        "credentials.keystone.secretRef.name", words("\"" + cooper.store() + "\"")));
        verdicts(ObjectStore.class, all);

        cooper.checkNow(Bucket.class, bucket);
        cooper.awaitReason(Bucket.class, bucket, "Ready");
        all.forEach(
                generated -> cooper.delete(Objects.requireNonNull(cooper.get(ObjectStore.class, generated.name()))));
    }

    private String readyBucket(String stem) {
        String name = cooper.bucketName(stem);
        cooper.bucket(name, "");
        cooper.awaitReason(Bucket.class, name, "Ready");
        return name;
    }

    private static String bucketName(Generated generated) {
        return generated.spec().path("bucketName").asText(generated.name());
    }
}
