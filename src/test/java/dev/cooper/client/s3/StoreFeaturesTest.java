package dev.cooper.client.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cooper.api.Addressing;
import dev.cooper.api.BucketSpec;
import dev.cooper.api.Provider;
import dev.cooper.api.PublicAccess;
import dev.cooper.cluster.Testbed;
import dev.cooper.connection.Profiles;
import dev.cooper.plan.BucketFeature;
import dev.cooper.plan.Change;
import dev.cooper.plan.FeatureState;
import dev.cooper.plan.Planner;
import dev.cooper.plan.Planner.Observed;
import dev.cooper.plan.Profile;
import dev.cooper.plan.Yaml;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * Real stores keep what is written: after the changes that a spec asks for, nothing is left to change. Each file of
 * stores/ is a list of specs that are applied to one bucket, one after the other, so that every spec also changes and
 * removes what came before.
 */
@Tag("stores")
class StoreFeaturesTest {
    private static final Path CREDENTIALS = Path.of("target", "rgw-features", "credentials.json");

    private record Store(String testbed, Profile profile) {
        @Override
        public String toString() {
            return testbed;
        }

        String directory() {
            return "target/" + testbed + "-features";
        }

        S3Buckets buckets() {
            URI endpoint = URI.create(Testbed.run(testbed + "/up", directory()));
            AwsBasicCredentials key = testbed.equals("rgw") ? ownersKey() : AwsBasicCredentials.create("any", "any");
            return new S3Buckets(S3Clients.create(new S3Endpoint(
                    endpoint,
                    profile.region(),
                    Addressing.Path,
                    profile.wire(),
                    StaticCredentialsProvider.create(key),
                    new Transport(null, 4, Duration.ofSeconds(20)),
                    new S3Metrics(new SimpleMeterRegistry(), testbed))));
        }

        private static AwsBasicCredentials ownersKey() {
            try {
                JsonNode key = new ObjectMapper().readTree(Files.readString(CREDENTIALS));
                return AwsBasicCredentials.create(
                        key.required("accessKey").asText(),
                        key.required("secretKey").asText());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final Path SPECS = Path.of("src", "test", "resources", "stores");
    private static final List<Store> ALL =
            List.of(new Store("moto", Profiles.of(Provider.AWS)), new Store("rgw", Profiles.of(Provider.CEPH_RGW)));
    private static final Map<Store, S3Buckets> STORES = new HashMap<>();

    @BeforeAll
    static void start() {
        for (Store store : ALL) {
            STORES.put(store, store.buckets());
        }
    }

    @AfterAll
    static void stop() {
        STORES.forEach((store, buckets) -> {
            buckets.close();
            Testbed.run(store.testbed + "/down", store.directory());
        });
    }

    @TestFactory
    Stream<DynamicTest> keepsWhatIsWritten() throws IOException {
        try (Stream<Path> files = Files.list(SPECS)) {
            List<Path> sorted = files.filter(Files::isRegularFile).sorted().toList();
            return ALL.stream().flatMap(store -> sorted.stream()
                    .filter(file -> specs(file).stream().allMatch(spec -> isOnOffer(store, Yaml.spec(spec))))
                    .map(file -> DynamicTest.dynamicTest(
                            store + " " + name(file), () -> assertKept(store, name(file), specs(file)))));
        }
    }

    private static String name(Path file) {
        return Objects.requireNonNull(file.getFileName()).toString().replace(".yaml", "");
    }

    private static List<String> specs(Path file) {
        try {
            return List.of(Files.readString(file).split("(?m)^---$", -1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOnOffer(Store store, BucketSpec spec) {
        return Planner.declared(spec).stream().allMatch(store.profile::supports);
    }

    private static void assertKept(Store store, String name, List<String> specs) {
        S3Buckets buckets = Objects.requireNonNull(STORES.get(store));
        String bucket = bucketName(name);
        if (specs.stream().anyMatch(spec -> spec.contains("objectLock:"))) {
            buckets.createWithObjectLock(bucket);
        } else {
            buckets.create(bucket);
        }
        for (String yaml : specs) {
            BucketSpec spec = Yaml.spec(yaml.replace("BUCKET", bucket));
            assertThat(Planner.refusals(bucket, spec, store.profile, PublicAccess.Allowed))
                    .isEmpty();
            Supplier<List<Change>> plan = () -> Planner.plan(spec, observe(buckets, bucket, spec));
            plan.get().forEach(change -> buckets.apply(bucket, change));
            assertThat(plan.get()).as("left to do for %s", yaml).isEmpty();
        }
    }

    private static String bucketName(String name) {
        return name.toLowerCase(Locale.ROOT) + "-"
                + UUID.randomUUID().toString().substring(0, 8);
    }

    private static Observed observe(S3Buckets buckets, String bucket, BucketSpec spec) {
        Map<BucketFeature<?>, FeatureState> states = new HashMap<>();
        for (BucketFeature<?> feature : Planner.declared(spec)) {
            states.put(feature, buckets.observe(bucket, feature));
        }
        return new Observed(states);
    }
}
